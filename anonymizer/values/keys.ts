import { fail } from "../../src/domain/errors/tidemark-error.ts";

/** Shorter secrets can be guessed by whoever knows one original and its pseudonym. */
export const FEWEST_SECRET_BYTES = 16;

/** The 32 bytes of HMAC-SHA256(secret, domain): a key that says nothing of the secret and of the keys of other domains. */
export function deriveKey(secret: Uint8Array, domain: string): Uint8Array {
  if (secret.length < FEWEST_SECRET_BYTES) {
    throw fail("anonymize.secret-short", { bytes: secret.length, fewest: FEWEST_SECRET_BYTES });
  }
  return hmac(secret, domain);
}

export function hmac(key: Uint8Array, text: string): Uint8Array {
  return new Bun.CryptoHasher("sha256", key).update(text).digest();
}

/** First 8 hex digits of HMAC(secret, "fingerprint"), for the header: tells two worlds apart. */
export function worldFingerprint(secret: Uint8Array): string {
  return Buffer.from(deriveKey(secret, "fingerprint")).toString("hex").slice(0, 8);
}

/** The document's UUID in this world, in capitals as MoneyWorks writes it; version 8 (RFC 9562: what it holds is ours to say). */
export function derivedUuid(secret: Uint8Array): string {
  const bytes = deriveKey(secret, "uuid").slice(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex").toUpperCase();
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The keys of one copy of one world. */
export class Keys {
  readonly #secret: Uint8Array;
  readonly #copy: number;

  constructor(secret: Uint8Array, copy: number) {
    this.#secret = secret;
    this.#copy = copy;
  }

  /** Another one for every copy; copy 0 has the keys of a world that has no copies. */
  ofCopy(domain: string): Uint8Array {
    return deriveKey(this.#secret, this.#copy === 0 ? domain : `${domain}\0${this.#copy}`);
  }

  /** The same one for every copy: money and time. */
  ofWorld(domain: string): Uint8Array {
    return deriveKey(this.#secret, domain);
  }
}
