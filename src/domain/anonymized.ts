/** Stands near the start of every file that the anonymizer writes. What has it there is never committed. */
export const ANONYMIZED_MARK = "tidemark-anonymized";

/** Headers are in the first line or two. */
const HEAD_BYTES = 4096;
const LESS_THAN = 0x3c;
/** What a comment and a declaration have after it: `<!`, `<?`. */
const NO_ELEMENT: ReadonlySet<number> = new Set([0x21, 0x3f]);

/** In XML a comment before the first element; in JSON the value of `format`, whatever stands around it. */
const HEADER = new RegExp(
  `^(?:\\xEF\\xBB\\xBF)?\\s*(?:(?:<\\?[^>]*\\?>\\s*)?<!--\\s*${ANONYMIZED_MARK}\\s|\\{[^]*?"format"\\s*:\\s*"${ANONYMIZED_MARK}")`,
);

/**
 * Whether the anonymizer wrote a file, by its header. The word alone is none: a record may speak of it, and so does this
 * program.
 */
export function isAnonymized(bytes: Uint8Array): boolean {
  // Records begin with an element, and there may be a million of them.
  if (bytes[0] === LESS_THAN && !NO_ELEMENT.has(bytes[1] ?? 0)) return false;
  return HEADER.test(new TextDecoder("latin1").decode(bytes.subarray(0, HEAD_BYTES)));
}
