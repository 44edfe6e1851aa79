/**
 * Whether a document type declaration stands before the root element; the same letters in a text or a comment are just a text. Its
 * entities would be expanded, so no reader of ours takes one.
 */
export function hasDoctype(text: string): boolean {
  return text.includes("<!DOCTYPE") && afterProlog(text).startsWith("<!DOCTYPE");
}

/** The text behind white space, comments and processing instructions. */
function afterProlog(text: string): string {
  let rest = text.replace(/^\uFEFF/, "").trimStart();
  for (;;) {
    const [start, end] = rest.startsWith("<?") ? ["<?", "?>"] : ["<!--", "-->"];
    if (!rest.startsWith(start)) return rest;
    const at = rest.indexOf(end, start.length);
    rest = at === -1 ? "" : rest.slice(at + end.length).trimStart();
  }
}
