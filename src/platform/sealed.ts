import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scryptSync } from "node:crypto";
import type { SealedText } from "../domain/sealed-text.ts";

/** The parameters of RFC 7914; memory is 128 · n · r bytes. */
export type ScryptCost = Pick<SealedText["kdf"], "n" | "r" | "p">;

/** 128 MiB and some tenths of a second for each guess (RFC 7914, section 2; OWASP's advice for scrypt). */
const COST: ScryptCost = { n: 2 ** 17, r: 8, p: 1 };
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const KEY_BYTES = 32;

/** Encrypts a text under a passphrase: scrypt makes the key, AES-256-GCM seals, and the parameters are sealed with it. */
export function sealText(text: string, passphrase: string, cost: ScryptCost = COST): SealedText {
  const kdf = { name: "scrypt", ...cost, salt: randomBytes(SALT_BYTES).toString("base64") } as const;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(passphrase, kdf), nonce);
  cipher.setAAD(Buffer.from(JSON.stringify(kdf)));
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]).toString("base64");
  const tag = cipher.getAuthTag().toString("base64");
  return { version: 1, kdf, cipher: "aes-256-gcm", nonce: nonce.toString("base64"), tag, data };
}

/** null: the passphrase is another one, or what was sealed was changed. */
export function openText({ kdf, nonce, tag, data }: SealedText, passphrase: string): string | null {
  const decipher = createDecipheriv("aes-256-gcm", keyOf(passphrase, kdf), Buffer.from(nonce, "base64"), {
    authTagLength: 16,
  });
  const { name, n, r, p, salt } = kdf;
  decipher.setAAD(Buffer.from(JSON.stringify({ name, n, r, p, salt })));
  try {
    decipher.setAuthTag(Buffer.from(tag, "base64"));
    return Buffer.concat([decipher.update(data, "base64"), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

/** One passphrase, however it was typed: composed and decomposed letters are the same (RFC 8265 asks for NFC). */
function keyOf(passphrase: string, { n, r, p, salt }: SealedText["kdf"]): Buffer {
  const options: ScryptOptions = { N: n, r, p, maxmem: 256 * n * r };
  return scryptSync(passphrase.normalize("NFC"), Buffer.from(salt, "base64"), KEY_BYTES, options);
}
