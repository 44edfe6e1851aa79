/**
 * Whether a client has this version already (RFC 9110, 13.1.2): If-None-Match names it, or says `*`. Weak comparison: a `W/` that somebody
 * in between put before it does not count.
 */
export function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return (ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? []).some((known) => known.replace(/^W\//, "") === etag);
}
