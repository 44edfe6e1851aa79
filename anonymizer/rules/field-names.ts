/** Two digits in a field's name: `balancelast##`. */
const DIGITS = "##";

/** Why this is no name of a field, nor a pattern of names; null when it is. */
export function fieldNameFault(name: string): string | null {
  const bare = name.replaceAll(DIGITS, "00");
  if (/^[a-z][a-z0-9_]*$/.test(bare)) return null;
  if (bare.includes("#")) return "## stands for two digits, and # alone for nothing";
  if (bare.includes(".")) return "field names are bare: gross, not detail.gross";
  return "names of fields are small letters and digits";
}

/** The names that a line of the file gives a rule to: a hundred for each `##`. */
export function namesOf(pattern: string): readonly string[] {
  const at = pattern.indexOf(DIGITS);
  if (at < 0) return [pattern];
  const [before, after] = [pattern.slice(0, at), pattern.slice(at + DIGITS.length)];
  const digits = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));
  return digits.flatMap((two) => namesOf(`${before}${two}${after}`));
}
