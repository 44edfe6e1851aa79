/** Who made a commit and what it says: what `commit-object.ts` writes, read back. */
export interface CommitText {
  /** `Tidemark <tidemark@localhost>`. */
  readonly author: string;
  readonly subject: string;
  /** The last paragraph when it is made of `Name: value` lines, names as they are written (git-interpret-trailers). */
  readonly trailers: ReadonlyMap<string, string>;
}

const TRAILER = /^([A-Za-z0-9-]+): (.*)$/;
const OWN_AUTHOR = "Tidemark <tidemark@localhost>";
const RUN_TRAILER = "Tidemark-Run";
/** Of a name or a subject that is shown. */
const MOST_CHARACTERS = 100;

export function parseCommitText(bytes: Uint8Array): CommitText {
  const text = new TextDecoder().decode(bytes);
  const end = text.indexOf("\n\n");
  const head = end < 0 ? text : text.slice(0, end + 1);
  const message = end < 0 ? "" : text.slice(end + 2);
  const [, author = ""] = /^author (.*) -?\d+ [+-]\d{4}$/m.exec(head) ?? [];
  const paragraphs = message.trimEnd().split(/\n\n+/);
  const last = paragraphs.length < 2 ? [] : (paragraphs.at(-1) ?? "").split("\n").map((line) => TRAILER.exec(line));
  const pairs = last.flatMap((match) => (match === null ? [] : [[match[1] ?? "", match[2] ?? ""] as const]));
  return {
    author,
    subject: message.split("\n", 1)[0] ?? "",
    trailers: new Map(pairs.length === last.length ? pairs : []),
  };
}

/** Who made a commit and what it says, to be shown in a line: what others wrote must not break it, hide a part of it, or fill a log. */
export function shownText({ author, subject }: CommitText): { readonly author: string; readonly subject: string } {
  const name = author.replace(/\s*<[^>]*>$/, "");
  return { author: oneLine(name) || "nobody", subject: oneLine(subject) || "no subject" };
}

function oneLine(text: string): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS)}…` : shown;
}

/** Whether Tidemark made the commit; others may be on the branch where a person let them in. */
export function isOwnCommit({ author, trailers }: CommitText): boolean {
  return author === OWN_AUTHOR || trailers.has(RUN_TRAILER);
}

/** The run that made the commit; null when it does not say. */
export function runOfCommit({ trailers }: CommitText): string | null {
  return trailers.get(RUN_TRAILER) ?? null;
}
