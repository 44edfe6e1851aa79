/** What makes two texts one: composed letters, small ones, single spaces. "ROWAN  & SONS" is "Rowan & Sons". */
export function foldText(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(/\s+/gu, " ").trim();
}

/** The made-up text in capitals, or small, if the original was; else as it is. */
export function casedLike(original: string, text: string): string {
  if (original === original.toLowerCase()) return original === original.toUpperCase() ? text : text.toLowerCase();
  return original === original.toUpperCase() && original.length > 1 ? text.toUpperCase() : text;
}

/** @param size most characters (UTF-16 units); 0 for no limit */
export function hasRoom(text: string, size: number): boolean {
  return size === 0 || text.length <= size;
}

/** Cut to its size. */
export function fitting(text: string, size: number): string {
  return hasRoom(text, size) ? text : text.slice(0, size).trimEnd();
}
