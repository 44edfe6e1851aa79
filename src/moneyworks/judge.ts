import type { ErrorCode } from "../domain/errors/registry.ts";
import { fail, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import { codeOfText } from "./error-texts.ts";
import type { Answer } from "./transport.ts";

/** Who answered what: names for the texts of errors. */
export interface Question {
  readonly server: string;
  /** Such as `export name`. */
  readonly command: string;
  /** The table an export was about, lower case; null for other commands. */
  readonly table: string | null;
  readonly hasFolderLogin: boolean;
  readonly redact: (text: string) => string;
}

/** Longest part of an answer that a log or an error quotes. */
const QUOTE_LENGTH = 200;
/** Error texts are short; only the start of a body is searched for them. */
const TEXT_LENGTH = 2000;

/**
 * The answer as text, once it is certain that it is no refusal. What it should look like beyond that, its reader knows.
 * @throws `moneyworks.*` by status and by the texts of error-texts.ts
 */
export function judgeText(answer: Answer, question: Question): string {
  const known = codeOfText(headOf(answer.body));
  if (answer.status !== 200 || known !== null) throw refusal(answer, question, known ?? codeOfStatus(answer, question));
  return new TextDecoder().decode(answer.body);
}

/**
 * Makes sure that the answer is XML at all: whatever the status, a body that does not start so is no data.
 * @returns `empty` for a body without content: no match, or no privilege; the caller finds out
 */
export function judgeXml(answer: Answer, question: Question): "xml" | "empty" {
  const head = headOf(answer.body).replace(/^\uFEFF?\s+/, "");
  if (answer.status === 200 && /^\uFEFF?<(?:\?xml|table)\b/.test(head)) return "xml";
  if (answer.status === 200 && head === "") return "empty";
  throw refusal(answer, question, codeOfText(head) ?? codeOfStatus(answer, question));
}

function refusal(answer: Answer, question: Question, code: ErrorCode): TidemarkError {
  const { server, command, table } = question;
  const text = headOf(answer.body);
  const details = { server, command, table, status: answer.status, text: quoteOf(answer, question) };
  return fail(namesTable(code, table, text) ? "moneyworks.no-table" : code, details);
}

/** How an unknown table is refused is not documented; that the text names it is inferred. */
function namesTable(code: ErrorCode, table: string | null, text: string): boolean {
  return code === "moneyworks.not-understood" && table !== null && new RegExp(`\\b${table}\\b`, "i").test(text);
}

/** Statuses of refusals without a known text. 401 and 403 are inferred, 404 is observed for a wrong URL or folder. */
function codeOfStatus({ status, server }: Answer, { hasFolderLogin }: Question): ErrorCode {
  if (status === 200) return "moneyworks.unexpected-answer";
  if (status === 404) return "moneyworks.not-found";
  if (status !== 401 && status !== 403) return "moneyworks.server-error";
  return wantsFolderLogin(server) && !hasFolderLogin ? "moneyworks.folder-login-required" : "moneyworks.login";
}

/** The `Server` header ends so when folders have log-ins of their own (MoneyWorks Datacentre REST API). */
export function wantsFolderLogin(serverHeader: string): boolean {
  return /\bLogin_Required\b/i.test(serverHeader);
}

function headOf(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, TEXT_LENGTH));
}

/** What an answer says, fit for a log. */
export function quoteOf({ body }: Answer, { redact }: Question): string {
  return quoted(redact(headOf(body)));
}

/** One line, bounded, without control characters: fit for a log. */
export function quoted(text: string, most = QUOTE_LENGTH): string {
  const line = text.replace(/[\p{C}\s]+/gu, " ").trim();
  return line.length > most ? `${line.slice(0, most).toWellFormed()}…` : line;
}
