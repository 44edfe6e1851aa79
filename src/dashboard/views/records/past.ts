/** ISO 8601 as a field for local time wants it: `2025-03-31T17:45:00`; empty stays empty. */
export function localInput(iso: string): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return "";
  const zone = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - zone).toISOString().slice(0, 19);
}

/** What was put into such a field, as ISO 8601 in UTC; empty: no time, or none that can be read. */
export function timeOfInput(text: string): string {
  const at = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(at) ? "" : new Date(at).toISOString();
}
