/** As many digits as tell commits apart in any repository of this kind. */
const SHORT = 10;

/** A commit's id for people. */
export function shortId(id: string): string {
  return id.slice(0, SHORT);
}

/** A sentence with the ids of commits in it as people write them. */
export function withShortIds(text: string): string {
  return text.replace(/\b[0-9a-f]{40}\b/g, shortId);
}
