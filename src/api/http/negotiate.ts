/** What an answer may be written as. */
export type Format = "text" | "json" | "xml" | "events";

const TYPES: Readonly<Record<string, Format>> = {
  "text/plain": "text",
  "application/json": "json",
  "application/xml": "xml",
  "text/xml": "xml",
  "text/event-stream": "events",
};

/**
 * The format to answer in (RFC 9110, 12.5.1): what `?format=` asks for, else what the client prefers among `offers`, else the first of
 * them; so `Accept: *` of curl and whatever a browser sends get what a person can read. Events have to be asked for by name. An Accept that
 * nothing of ours is in is passed over, as the standard allows.
 */
export function formatOf(accept: string | null, offers: readonly Format[], asked: string | undefined): Format {
  const first = offers[0] ?? "json";
  if (asked !== undefined) return offers.find((offer) => offer === asked) ?? first;
  if (accept === null || accept === "*/*") return first;
  const only = TYPES[accept];
  if (only !== undefined && offers.includes(only)) return only;
  let best = { format: first, quality: 0 };
  for (const range of accept.split(",")) {
    const { type, quality } = rangeOf(range);
    const format = type === "*/*" || type === "text/*" ? first : TYPES[type];
    if (format !== undefined && offers.includes(format) && quality > best.quality) best = { format, quality };
  }
  return best.format;
}

function rangeOf(range: string): { readonly type: string; readonly quality: number } {
  const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  const number = quality === undefined ? 1 : Number.parseFloat(quality.slice(2));
  return { type, quality: number >= 0 && number <= 1 ? number : 0 };
}
