const LATIN1 = /^[^\u0100-\uFFFF]*$/;

/**
 * The same text in memory of its own. A piece that was cut out of a larger text keeps all of that alive (JavaScriptCore
 * shares the characters of a slice), so whatever is to live longer than what it was cut from is detached first.
 */
export function detached(text: string): string {
  const encoding = LATIN1.test(text) ? "latin1" : "utf16le";
  return Buffer.from(text, encoding).toString(encoding);
}
