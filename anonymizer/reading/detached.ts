/**
 * The same text, bytes as characters, in memory of its own. A piece cut out of a larger text keeps all of that alive (JavaScriptCore shares the
 * characters), so whatever is held for longer than its batch is detached first.
 */
export function detached(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}
