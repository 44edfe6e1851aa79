import type { OutputHeader } from "../../../../anonymizer/model/header.ts";
import { ANONYMIZED_MARK } from "../../../domain/anonymized.ts";

/** The header as a comment of an XML file: two hyphens side by side would end it. */
export function headerComment(header: OutputHeader): string {
  return `<!-- ${ANONYMIZED_MARK} ${JSON.stringify(header).replaceAll("--", "-\\u002d")} -->`;
}

/** First 16 hex digits of the SHA-256 of a text. */
export function textHash(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex").slice(0, 16);
}
