/** A text encrypted under a passphrase, with all that is needed to open it but the passphrase. Binary members are base64. */
export interface SealedText {
  readonly version: 1;
  readonly kdf: {
    readonly name: "scrypt";
    readonly n: number;
    readonly r: number;
    readonly p: number;
    readonly salt: string;
  };
  readonly cipher: "aes-256-gcm";
  /** 12 bytes, used once. */
  readonly nonce: string;
  /** 16 bytes. */
  readonly tag: string;
  readonly data: string;
}

/** null: it is none, or one whose key would cost more memory than anybody's (1 GiB). */
export function parseSealedText(text: string): SealedText | null {
  const { version, kdf, cipher, nonce, tag, data } = Object(parsed(text));
  const { name, n, r, p, salt } = Object(kdf);
  const isKnown = version === 1 && name === "scrypt" && cipher === "aes-256-gcm";
  const isText = [salt, nonce, tag, data].every((one) => typeof one === "string");
  const isCost = [n, r, p].every((one) => Number.isSafeInteger(one) && one > 0) && 128 * n * r <= 2 ** 30 && p <= 16;
  const isPower = Number.isInteger(Math.log2(n)) && n > 1;
  return isKnown && isText && isCost && isPower
    ? { version, kdf: { name, n, r, p, salt }, cipher, nonce, tag, data }
    : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
