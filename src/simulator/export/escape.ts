import type { Quirks } from "../options.ts";

export type Escape = (value: string) => string;

const SPECIAL = /[&<>\r\p{Cc}\uFFFE\uFFFF]/u;
const CONTROL = /[\p{Cc}\uFFFE\uFFFF]/gu;

/**
 * Field text as a Datacentre writes it: `&amp;`, `&lt;` and `&#13;` for CR (observed). What it does with `>` and with
 * characters that XML forbids is not known, so both are quirks.
 */
export function escaper(quirks: Quirks): Escape {
  const gt = quirks.escapeGt ? "&gt;" : ">";
  const asReference = quirks.controlCharacters === "reference";
  return (value) => {
    if (!SPECIAL.test(value)) return value;
    const text = value.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, gt).replace(/\r/g, "&#13;");
    return asReference ? text.replace(CONTROL, reference) : text;
  };
}

/** Of the control characters XML 1.0 allows tab, line feed, carriage return and those from U+007F on. */
function reference(character: string): string {
  const code = character.charCodeAt(0);
  const allowed = code === 9 || code === 10 || code === 13 || (code >= 0x7f && code < 0xfffe);
  return allowed ? character : `&#${code};`;
}
