/** What a message is about. One incident is told once, again each day while it lasts, and when it is over. */
export type NoticeKind = "halt" | "failure" | "check" | "promotion" | "test";

/**
 * `began`: a person should look. `continues`: still so, a day later. `over`: nobody needs to any more. `happened`: it is told once and
 * has no end.
 */
export type NoticePhase = "began" | "continues" | "over" | "happened";

/** One message to people: names and counts, no values of fields, no secret. */
export interface Notice {
  /** A UUIDv7; receivers know by it what they have already. */
  readonly id: string;
  /** Host wall clock, ms. */
  readonly at: number;
  readonly kind: NoticeKind;
  readonly phase: NoticePhase;
  /** Of the error or the outcome. */
  readonly code: string | null;
  /** One line. */
  readonly title: string;
  /** What is the case, in sentences. */
  readonly text: string;
  /** What a person can do; null: nothing. */
  readonly hint: string | null;
  /** When it began, ms; null where nothing lasts. */
  readonly since: number | null;
  readonly run: string | null;
  /** Titles of what is told with it, oldest first, because too little time lay between. */
  readonly others: readonly string[];
}

/** What is to be told, before it is decided when. */
export type News = Omit<Notice, "id" | "at" | "others">;

const LONGEST_TITLE = 150;
const LONGEST_TEXT = 2000;

/** News of bounded size: a title is one line, and no text can steer a terminal or end a header. */
export function bounded(news: News): News {
  const { title, text, hint } = news;
  return {
    ...news,
    title: shortened(visible(title).replace(/\s+/g, " ").trim(), LONGEST_TITLE),
    text: shortened(visible(text), LONGEST_TEXT),
    hint: hint === null ? null : shortened(visible(hint), LONGEST_TEXT),
  };
}

/** A notice whose words went through `redact`. */
export function redacted(notice: Notice, redact: (text: string) => string): Notice {
  const { title, text, hint, others } = notice;
  const words = { title: redact(title), text: redact(text), others: others.map(redact) };
  return { ...notice, ...words, hint: hint === null ? null : redact(hint) };
}

/** What has no width or turns the text around goes; line feeds stay. */
function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\p{Zl}|\p{Zp}/gu, "\n")
    .replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, " ");
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}
