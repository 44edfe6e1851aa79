/**
 * A case-insensitive test for `=` with `@`, which stands for any run of characters, also none: `AB@` begins with,
 * `@AB@` contains (manual); `@AB` ends with and `A@B` begins and ends with (inferred). Linear in the text's length.
 */
export function wildcardPattern(pattern: string): (text: string) => boolean {
  const parts = pattern.toLowerCase().split("@");
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return (text) => text.toLowerCase() === first;
  return (text) => matchesParts(text.toLowerCase(), { first, middle: rest, last });
}

interface Parts {
  readonly first: string;
  readonly middle: readonly string[];
  readonly last: string;
}

function matchesParts(text: string, { first, middle, last }: Parts): boolean {
  if (!text.startsWith(first)) return false;
  let position = first.length;
  for (const part of middle) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return text.length - position >= last.length && text.endsWith(last);
}
