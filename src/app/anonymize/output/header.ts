import { ANONYMIZED_MARK, type OutputHeader } from "../../../../anonymizer/model/header.ts";

/** The header as a comment of an XML file: two hyphens side by side would end it. */
export function headerComment(header: OutputHeader): string {
  return `<!-- ${ANONYMIZED_MARK} ${JSON.stringify(header).replaceAll("--", "-\\u002d")} -->`;
}

/** HMAC-SHA-256 of what a thing is called, in hex: the same for the same secret, and says nothing of it. */
export function derived(secret: Uint8Array, name: string): string {
  return new Bun.CryptoHasher("sha256", secret).update(name).digest("hex");
}

/** The document's own id in a snapshot, in the form of a UUID of version 8 (RFC 9562). */
export function derivedUuid(secret: Uint8Array): string {
  const hex = derived(secret, "uuid");
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return groups.join("-");
}

/** First 16 hex digits of the SHA-256 of a text. */
export function textHash(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex").slice(0, 16);
}
