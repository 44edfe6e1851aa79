/** A place in a page of the manual. */
export interface Mention {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

/** The lines of fenced and indented code of a Markdown text, without what indents them; `$ ` of a prompt is taken away. */
export function codeLines(markdown: string): readonly Mention[] {
  return linesOf(markdown).flatMap(({ text, line, isFenced }) => {
    const inside = isFenced ? text : /^ {4,}/.test(text) ? text.trimStart() : null;
    return inside === null ? [] : [{ text: inside.replace(/^[$#] /, ""), line }];
  });
}

/** What stands between single backticks, in prose. */
export function codeSpans(markdown: string): readonly Mention[] {
  return linesOf(markdown).flatMap(({ text, line, isFenced }) =>
    isFenced || /^ {4,}/.test(text)
      ? []
      : Array.from(text.matchAll(/`([^`]+)`/g), ([, span = ""]) => ({ text: span, line })),
  );
}

function linesOf(markdown: string): readonly (Mention & { readonly isFenced: boolean })[] {
  let isFenced = false;
  return markdown.split("\n").flatMap((text, at) => {
    const isFence = text.startsWith("```");
    if (isFence) isFenced = !isFenced;
    return isFence ? [] : [{ text, line: at + 1, isFenced }];
  });
}

/** The words behind `tidemark` of a line of a shell, up to what the shell takes for itself; null: it starts another program. */
export function tidemarkWords(line: string): readonly string[] | null {
  const command =
    /^(?:sudo (?:-u \S+ )?)?(?:[A-Z_]+=\S+ )*(?:dist\/|\.\/|\/usr\/local\/bin\/)?tidemark(?:\.exe)? (.*)$/.exec(
      line,
    )?.[1];
  if (command === undefined || /^[\d(]/.test(command)) return null;
  const own = command.split(/ (?:#|\||&&|&|;|>|2>|<)(?: |$)|;$/)[0] ?? "";
  return Array.from(
    own.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g),
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}
