/** A link or image of a Markdown text, as it is written there. */
export interface Link {
  readonly target: string;
  /** 1-based. */
  readonly line: number;
}

const FENCE = /^ {0,3}(```|~~~)/;
/** `](target "title")` of links and images, `[name]: target` of references, attributes of embedded HTML. */
const TARGETS = [/\]\(\s*<?([^()\s<>]+)>?[^()]*\)/g, /^ {0,3}\[[^\]]+\]:\s*<?([^\s<>]+)/g, /\b(?:src|href)="([^"]+)"/g];

/** Every link and image, in the order of lines; what code shows is none. */
export function linksOf(text: string): Link[] {
  return proseOf(text).flatMap((prose, index) => {
    const line = prose.replace(/`+[^`]*`+/g, "");
    return TARGETS.flatMap((pattern) => Array.from(line.matchAll(pattern), ([, target = ""]) => target)).map(
      (target) => ({ target, line: index + 1 }),
    );
  });
}

/** The fragments under which GitHub shows the headings of a text (observed): equal ones are numbered from the second. */
export function fragmentsOf(text: string): ReadonlySet<string> {
  const fragments = new Set<string>();
  for (const line of proseOf(text)) {
    const heading = /^ {0,3}#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const slug = slugOf(heading);
    let fragment = slug;
    for (let again = 1; fragments.has(fragment); again++) fragment = `${slug}-${again}`;
    fragments.add(fragment);
  }
  return fragments;
}

/** Lower case; only letters, digits, hyphens and underscores stay, and each blank becomes a hyphen. */
function slugOf(heading: string): string {
  const shown = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
  return shown.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");
}

/** The lines, with blank ones instead of those in fenced code. */
function proseOf(text: string): string[] {
  let fence: string | null = null;
  return text.split(/\r?\n/).map((line) => {
    const mark = FENCE.exec(line)?.[1] ?? null;
    if (fence === null) fence = mark;
    else if (mark === fence) {
      fence = null;
      return "";
    }
    return fence === null ? line : "";
  });
}
