/** What moves a terminal's cursor, or turns its text around. JSON escapes the first of them by itself. */
const CONTROL = /[\u007f-\u009f\p{Bidi_Control}\u2028\u2029]/gu;

/** JSON that may be shown on a terminal: the same value, with every control character as an escape. */
export function shownJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(CONTROL, escaped);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The same for canonical XML, as character references: another spelling of the same text. */
export function shownXml(xml: string): string {
  return xml.replace(CONTROL, (char) => `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`);
}
