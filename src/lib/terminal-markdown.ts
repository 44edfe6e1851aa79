/** How a Markdown text is shown on a terminal. */
export interface TerminalStyle {
  /** Width of a line; words and tables are fitted to it, code is not. */
  readonly columns: number;
  /** Bold, underlined and coloured by escape sequences. */
  readonly colours: boolean;
  /** What to show of a link's target beside its text, such as the command that opens it; null: nothing. */
  readonly linkText: (target: string) => string | null;
}

/** A terminal narrower than this gets lines that it breaks itself. */
const LEAST_COLUMNS = 40;

/** A Markdown text for a terminal: tables with lines, code indented so that it can be copied, no HTML. */
export function terminalMarkdown(markdown: string, { columns, colours, linkText }: TerminalStyle): string {
  const linked = withShownLinks(markdown, linkText);
  const shown = Bun.markdown.ansi(colours ? linked : withShownBackticks(linked), {
    columns: Math.max(columns, LEAST_COLUMNS),
    colors: colours,
  });
  return withoutFrames(shown);
}

/** Fenced, between backticks, indented. */
const CODE = /```[\s\S]*?```|`+[^`\n]+`+|^(?: {4}|\t).*$/gm;
/** Code comes first, so that what looks like a link in it is left alone. Groups: text and target of images, of links; an address. */
const LINKS =
  /```[\s\S]*?```|`+[^`\n]+`+|^(?: {4}|\t).*$|!\[([^\]]*)\]\([^)]*\)|\[([^\]]+)\]\(<?([^)\s>]+)>?\)|<(https?:[^>]+)>/gm;

function withShownLinks(markdown: string, linkText: TerminalStyle["linkText"]): string {
  return markdown.replace(LINKS, (whole, ...groups: (string | undefined)[]) => {
    const [picture, text, target, address] = groups;
    if (picture !== undefined) return `(A picture: ${picture.replace(/\.$/, "")}.)`;
    if (address !== undefined) return `\`${address}\``;
    if (text === undefined || target === undefined) return whole;
    const shown = linkText(target);
    if (shown === null) return text;
    // A text that is the file's name says nothing beside what opens it.
    return target.split("#", 1)[0] === text ? `\`${shown}\`` : `${text} (\`${shown}\`)`;
  });
}

/** Without colours nothing else tells a command or a name from the words around it. */
function withShownBackticks(markdown: string): string {
  return markdown.replace(CODE, (whole) => (/^`[^`]/.test(whole) ? `\`\` ${whole} \`\`` : whole));
}

/** First line of a frame that Bun draws around code: `┌─ toml`, or `+-` without colours. */
const FRAME_TOP = /^\s*(?:┌─|\+-)(?: \S+)?\s*$/;
const FRAME_END = /^\s*(?:└─|\+-)\s*$/;
/** What stands before a line of code. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const FRAME_SIDE = /^(\s*)(?:\u001b\[[\d;]*m|\s)*[│|] ?(?:\u001b\[0m)?/;

/** Frames make code hard to copy: it is indented instead. */
function withoutFrames(text: string): string {
  let isCode = false;
  return text
    .split("\n")
    .flatMap((line) => {
      const plain = Bun.stripANSI(line);
      const isEdge = (isCode ? FRAME_END : FRAME_TOP).test(plain);
      if (isEdge) isCode = !isCode;
      if (isEdge) return [];
      return [isCode ? line.replace(FRAME_SIDE, "$1    ").trimEnd() : line];
    })
    .join("\n");
}
