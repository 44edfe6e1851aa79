/**
 * Finds the line of every key in a TOML document. The parser of the runtime gives values without places, and a complaint
 * without a line is half a complaint.
 * @param text a document that parses (TOML 1.0); what does not parse gives some lines, never an endless loop
 * @returns 1-based lines by dotted path, as pathText writes it; the first line wins where an array repeats a table.
 *   Keys within an inline table or array are not listed: look up the nearest listed parent.
 */
export function keyLines(text: string): ReadonlyMap<string, number> {
  return new LineFinder(text).find();
}

/** A key path as one text: bare segments joined by dots, others quoted, so that `"a.b"` and `a.b` differ. */
export function pathText(segments: readonly string[]): string {
  return segments.map((segment) => (/^[A-Za-z0-9_-]+$/.test(segment) ? segment : JSON.stringify(segment))).join(".");
}

/** The line of a path, or of its nearest parent that has one; 1 when none has. */
export function lineOf(lines: ReadonlyMap<string, number>, segments: readonly string[]): number {
  for (let length = segments.length; length > 0; length -= 1) {
    const line = lines.get(pathText(segments.slice(0, length)));
    if (line !== undefined) return line;
  }
  return 1;
}

const BARE_KEY = /[A-Za-z0-9_-]+/y;
/** In order: multi-line before single-line, so that `"""` is not an empty string and a quote. */
const STRING = /"""(?:\\[\s\S]|[^\\])*?"{3,5}|'''[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'/y;
const BLANK = /(?:[ \t\r\n\ufeff]|#[^\n]*)+/y;
const SPACE = /[ \t]+/y;
const OTHER = /[^"'[\]{}#\n]+/y;

class LineFinder {
  readonly #text: string;
  readonly #lines = new Map<string, number>();
  #at = 0;
  #section: readonly string[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  find(): ReadonlyMap<string, number> {
    for (;;) {
      this.#take(BLANK);
      if (this.#at >= this.#text.length) return this.#lines;
      const line = this.#line();
      if (this.#text[this.#at] === "[") this.#header(line);
      else this.#assignment(line);
    }
  }

  #header(line: number): void {
    while (this.#text[this.#at] === "[") this.#at += 1;
    this.#section = this.#key();
    this.#note(this.#section, line);
    this.#restOfStatement();
  }

  #assignment(line: number): void {
    this.#note([...this.#section, ...this.#key()], line);
    this.#restOfStatement();
  }

  /** `a . "b"`: the segments up to whatever is not part of a key. */
  #key(): string[] {
    const segments: string[] = [];
    for (;;) {
      this.#take(SPACE);
      const bare = this.#take(BARE_KEY);
      const quoted = bare === "" ? this.#take(STRING) : "";
      if (bare === "" && quoted === "") return segments;
      segments.push(bare === "" ? unquote(quoted) : bare);
      this.#take(SPACE);
      if (this.#text[this.#at] !== ".") return segments;
      this.#at += 1;
    }
  }

  /** Moves past the line feed that ends the value: the first one outside strings, brackets and braces. */
  #restOfStatement(): void {
    let depth = 0;
    while (this.#at < this.#text.length) {
      if (this.#take(STRING) !== "" || this.#take(OTHER) !== "") continue;
      const char = this.#text[this.#at];
      if (char === "#") {
        this.#take(BLANK);
        if (depth === 0) return;
        continue;
      }
      this.#at += 1;
      if (char === "[" || char === "{") depth += 1;
      if (char === "]" || char === "}") depth = Math.max(0, depth - 1);
      if (char === "\n" && depth === 0) return;
    }
  }

  #note(segments: readonly string[], line: number): void {
    const path = pathText(segments);
    if (!this.#lines.has(path)) this.#lines.set(path, line);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [match = ""] = pattern.exec(this.#text) ?? [];
    this.#at += match.length;
    return match;
  }

  #line(): number {
    return this.#text.slice(0, this.#at).split("\n").length;
  }
}

function unquote(quoted: string): string {
  if (quoted.startsWith("'")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    // TOML knows a few escapes that JSON does not (\e, \U0001F600): no option's name has one.
    return quoted.slice(1, -1);
  }
}
