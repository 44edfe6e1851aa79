import type { Rng } from "./random.ts";
import { fit } from "./values.ts";

/**
 * Codes that break careless programs: quotes and markup, wildcards, names that file systems reserve, path pieces,
 * percent escapes, letters outside ASCII. MoneyWorks compares codes without case, so no two differ in case alone.
 * The longest code field of MoneyWorks 9.2 (products) holds 31 characters.
 */
const AWKWARD_CODES: readonly string[] = [
  "CON",
  "a/b",
  "dot.",
  "..",
  "~home",
  "-dash",
  "%41",
  "@AT",
  "A@B",
  "O'NEIL",
  'SAY"HI',
  "TICK`",
  "R&D",
  "<TAG>",
  "lower",
  "CAFÉ",
  "A B",
  "A-B",
  "A_B",
  "A.B",
  "A,B",
  "A\\B",
  "A:B",
  "A*B?",
  "A|B",
  "#7",
  "[X]",
  "+PLUS",
  "=EQ",
  "nul.xml",
  "COM1",
  "日本",
  "🪵LOG",
  "$HOME",
];

const ASTRAL = "🪵🔨";
const FULL_LENGTH = "ZYXWVUTSRQPONMLKJIHGFEDCBA98765";

/** Every awkward code that fits `size`, with two that fill the field: one in ASCII, one in two-byte letters. */
export function awkwardCodes(size: number): readonly string[] {
  const filled = [fit(FULL_LENGTH, size), "É".repeat(size)];
  return [...filled, ...AWKWARD_CODES.filter((code) => code.length <= size)];
}

/**
 * Texts that break careless programs: markup, line ends and control characters as MoneyWorks may hold them (a CR is
 * its line break; a vertical tab is not allowed in XML), scripts, and the very mark that stands for a forbidden character.
 */
const AWKWARD_TEXTS: readonly [string, ...string[]] = [
  "Ask for \"Iris\" & 'Mere' at the `blue` door <rear>",
  "First line\rSecond line\r\rLast line",
  "Before\u000Bafter a vertical tab",
  `Finished ${ASTRAL} with 👩‍🌾 and e\u0301`,
  "]]> ends it early",
  "<!-- not a comment --> <?not a declaration?>",
  "${x} $(rm -rf /) {{x}} %s %n",
  '"; DROP TABLE name; --',
  "The mark ␛{B} and ␛ itself",
  "  spaces before and after  ",
  "&#13; &amp; &lt; as typed",
  "tab\there, backslash \\n there",
  "Zoë Māori café 日本語 العربية",
  "=1+1",
  "no\u00A0break\u2028line separator",
];

/** An awkward text now and then, else `usual`. */
export function sometimesAwkward(rng: Rng, usual: string, size: number): string {
  return rng.once(14) ? fit(rng.pick(AWKWARD_TEXTS), size) : usual;
}
