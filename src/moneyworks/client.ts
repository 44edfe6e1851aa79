import { mayBeOneRecord } from "../domain/errors/one-record.ts";
import type { ErrorCode } from "../domain/errors/registry.ts";
import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { XmlFormat } from "../domain/repeat.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import type { Command } from "./address.ts";
import { IMPORT_ERROR } from "./error-texts.ts";
import { countOf, type Expression, type Format, ONE } from "./expressions.ts";
import { type ImportOutcome, parseImportAnswer } from "./import-answer.ts";
import { judgeText, judgeXml, type Question, quoted, quoteOf, wantsFolderLogin } from "./judge.ts";
import { type JudgedExport, judgeExport } from "./judge-export.ts";
import { leavesOpen } from "./leaves-open.ts";
import { type RetryPorts, withRetries } from "./retry.ts";
import { compare, fieldName, type Search } from "./search.ts";
import { Serial } from "./serial.ts";
import { type Answer, Transport, type TransportOptions } from "./transport.ts";

export type ClientOptions = TransportOptions & RetryPorts;

type Judge<T> = (answer: Answer, question: Question) => T;

/** How long a courtesy may take. */
const RELEASE_MS = 10_000;
/** Longest part of MoneyWorks' reason for a refusal that is told. */
const REASON_LENGTH = 500;

/** A part of one table, in order of sequence number, from the first match on. */
export interface ExportRequest {
  readonly schema: TableSchema;
  readonly search: Search;
  /** What the search says about sequence numbers: each is greater. Judged, not sent. */
  readonly after: number;
  readonly limit: number;
  /** The highest number first; exports in verbose XML only. */
  readonly descending?: boolean;
  /** Of the XML export; see `RetryContext`. */
  readonly tries?: number | undefined;
}

export interface XmlExport extends JudgedExport {
  readonly bytes: number;
}

export interface TextAnswer extends Answer {
  readonly text: string;
}

/**
 * The commands of a Datacentre, one request at a time. Reading commands are tried again as retry.ts says; imports and
 * postings are sent once. What comes back was judged; what is thrown is final (`moneyworks.*`, or the signal's reason).
 */
export class Client {
  readonly #transport: Transport;
  readonly #ports: RetryPorts;
  readonly #serial = new Serial();
  /** A worker may linger and occupy a log-in. */
  #linger = false;
  /** The version that was seen to answer an empty set with a table without records: from it, silence is a refusal. */
  #tellsEmptySets: string | null = null;
  #version = "";

  constructor(options: ClientOptions) {
    this.#transport = new Transport(options);
    this.#ports = options;
  }

  /** The server's version. Needs no credentials. @throws `moneyworks.not-moneyworks`, `.folder-login-required` */
  version(signal: AbortSignal): Promise<TextAnswer> {
    const command: Command = { target: "server", name: "version", params: {} };
    return this.#ask(command, signal, (answer, question) => {
      const text = judgeText(answer, question).trim();
      const { server, redact } = question;
      if (!/^\d+(?:\.\d+)*[a-z0-9]*$/i.test(text)) {
        throw fail("moneyworks.not-moneyworks", { server, text: redact(text.slice(0, 80)) });
      }
      if (wantsFolderLogin(answer.server) && !question.hasFolderLogin) {
        throw fail("moneyworks.folder-login-required", { server });
      }
      this.#version = text;
      return { ...answer, text };
    });
  }

  /** Records in verbose XML. @throws `moneyworks.empty-answer` when an empty body does not mean an empty set */
  async exportXml(request: ExportRequest, signal: AbortSignal): Promise<XmlExport> {
    const { schema, search, tries, descending = false } = request;
    const ascending = exportCommand(request, "xml-verbose");
    const command = descending ? newestFirst(ascending) : ascending;
    const judge = (answer: Answer, question: Question) => {
      if (judgeXml(answer, question) === "empty") return null;
      return { ...judgeExport(answer.body, request), bytes: answer.body.length };
    };
    const result = await this.#ask(command, signal, judge, tries);
    if (result?.found === 0) this.#tellsEmptySets = this.#version;
    if (result !== null) return result;
    await this.#confirmEmpty(schema, search, signal);
    return { records: [], fields: [], found: 0, replaced: 0, bytes: 0 };
  }

  /** The body of an export that agrees with itself, whatever the order of its records; nothing at all for an empty set. */
  async exportBytes(request: ExportRequest, format: XmlFormat, signal: AbortSignal): Promise<Uint8Array> {
    const body = await this.#ask(exportCommand(request, format), signal, (answer, question) => {
      if (judgeXml(answer, question) === "empty") return null;
      judgeExport(answer.body, { ...request, unordered: true });
      return answer.body;
    });
    if (body === null) await this.#confirmEmpty(request.schema, request.search, signal);
    return body ?? new Uint8Array();
  }

  /** One line per record in a custom format. Nothing in it tells whether it is complete: the caller compares. */
  exportText(request: ExportRequest, format: Format, signal: AbortSignal): Promise<TextAnswer> {
    return this.#ask(exportCommand(request, format), signal, (answer, question) => ({
      ...answer,
      text: judgeText(answer, question),
    }));
  }

  evaluate(expr: Expression, signal: AbortSignal): Promise<TextAnswer> {
    return this.#ask({ target: "document", name: "evaluate", params: { expr } }, signal, judgeEvaluation);
  }

  /** The same, sent once; no failure is told. */
  evaluateOnce(expr: Expression, signal: AbortSignal): Promise<TextAnswer> {
    const command: Command = { target: "document", name: "evaluate", params: { expr } };
    const question = this.#question(command);
    return this.#serial.run(async () => judgeEvaluation(await this.#send(command, signal), question), signal);
  }

  /**
   * Sends an import document, once. `returnSeq` asks for the number of the last record instead of counts.
   * @throws `moneyworks.import-refused` with MoneyWorks' reason: nothing was imported · `moneyworks.import-unknown`: it may
   *   have been, the caller has to look · anything else, the signal's reason among it: it was not
   */
  importXml(xml: Uint8Array, options: { readonly returnSeq: boolean }, signal: AbortSignal): Promise<ImportOutcome> {
    const params = options.returnSeq ? { return_seq: "true" } : {};
    const command: Command = { target: "document", name: "import", params, body: xml };
    return this.#once(command, signal, (answer, question) => {
      const body = new TextDecoder().decode(answer.body);
      if (IMPORT_ERROR.test(body)) {
        const reason = quoted(question.redact(body.replace(IMPORT_ERROR, "")), REASON_LENGTH);
        throw fail("moneyworks.import-refused", { reason: reason || "it gave no reason" });
      }
      return parseImportAnswer(judgeText(answer, question), options.returnSeq);
    });
  }

  /** Posts a transaction, once. false: MoneyWorks did not post it. @throws `moneyworks.import-unknown` */
  post(seq: number, signal: AbortSignal): Promise<boolean> {
    const command: Command = { target: "document", name: "post", params: { seqnum: seq } };
    return this.#once(command, signal, (answer, question) => {
      const text = judgeText(answer, question).trim();
      if (/^OK$/i.test(text)) return true;
      if (/^not posted\b/i.test(text)) return false;
      return null;
    });
  }

  /** Ends the worker that lingers after the last command, so that it frees its log-in. A courtesy: failures are ignored. */
  async release(): Promise<void> {
    if (!this.#linger) return;
    this.#linger = false;
    const params = { expr: ONE, no_linger: "true" };
    const command: Command = { target: "document", name: "evaluate", params, idleTimeoutMs: RELEASE_MS };
    const { signal } = new AbortController();
    await this.#serial.run(() => this.#transport.send(command, signal), signal).catch(() => undefined);
  }

  /** How many records match, by an expression: no record is exported for it. @throws `moneyworks.no-evaluate` */
  async countMatches(schema: TableSchema, search: Search, signal: AbortSignal): Promise<number> {
    const text = (await this.evaluate(countOf(schema, search), signal)).text.trim();
    if (/^\d{1,10}$/.test(text)) return Number(text);
    throw fail("moneyworks.no-evaluate", { server: this.#transport.server });
  }

  /**
   * A table that the user may not view answers nothing at all, whatever it is asked; so an empty set counts as one only when
   * the whole table answers otherwise, or is empty too.
   */
  async #confirmEmpty(schema: TableSchema, search: Search, signal: AbortSignal): Promise<void> {
    const details = { server: this.#transport.server, table: schema.table };
    if (this.#tellsEmptySets === this.#version) throw fail("moneyworks.empty-answer", details);
    const requireNone = async (condition: Search) => {
      const matches = await this.evaluate(countOf(schema, condition), signal).catch((cause: unknown) => {
        const cannotTell = cause instanceof TidemarkError && NO_EXPRESSION.has(cause.code);
        throw cannotTell ? fail("moneyworks.empty-answer", details, { cause }) : cause;
      });
      if (matches.text.trim() !== "0") throw fail("moneyworks.empty-answer", details);
    };
    await requireNone(search);
    const everything = compare(fieldName(schema, "sequencenumber"), ">", 0);
    if (
      search !== everything &&
      !(await this.#answersXml({ schema, search: everything, after: 0, limit: 1 }, signal))
    ) {
      await requireNone(everything);
    }
  }

  /** false: the body is empty. One that cannot be read says no less that the table is there. */
  async #answersXml(request: ExportRequest, signal: AbortSignal): Promise<boolean> {
    const judge = (answer: Answer, question: Question) => judgeXml(answer, question) === "xml";
    try {
      return await this.#ask(exportCommand(request, "xml-verbose"), signal, judge, 1);
    } catch (error) {
      if (mayBeOneRecord(error)) return true;
      throw error;
    }
  }

  #ask<T>(command: Command, signal: AbortSignal, judge: Judge<T>, tries?: number): Promise<T> {
    const question = this.#question(command);
    const attempt = async () => judge(await this.#send(command, signal), question);
    const context = { command: question.command, signal, tries };
    return this.#serial.run(() => withRetries(this.#ports, attempt, context), signal);
  }

  /**
   * Before a request that changes something went out, nothing happened; afterwards only a clear answer tells (leaves-open.ts).
   * @param judge null: the answer is none of the command's results
   */
  #once<T>(command: Command, signal: AbortSignal, judge: (answer: Answer, question: Question) => T | null): Promise<T> {
    const { server } = this.#transport;
    const question = this.#question(command);
    const unknown = (reason: string, cause?: unknown) =>
      fail("moneyworks.import-unknown", { server, command: command.name, reason }, { cause });
    const explain = (error: unknown) => {
      if (!leavesOpen(error)) throw error;
      throw unknown(signal.aborted ? "it was cancelled while it was under way" : reasonOf(error), error);
    };
    const attempt = async () => {
      const answer = await this.#send(command, signal);
      return { result: judge(answer, question), text: quoteOf(answer, question) };
    };
    return this.#serial.run(async () => {
      signal.throwIfAborted();
      const { result, text } = await attempt().catch(explain);
      if (result === null) throw unknown(`it answered '${text}'`);
      return result;
    }, signal);
  }

  #send(command: Command, signal: AbortSignal): Promise<Answer> {
    if (command.target === "document") this.#linger = true;
    return this.#transport.send(command, signal);
  }

  #question({ name, params }: Command): Question {
    const { server, hasFolderLogin, redact } = this.#transport;
    const { table } = params;
    if (table === undefined) return { server, hasFolderLogin, redact, command: name, table: null };
    return { server, hasFolderLogin, redact, command: `${name} ${table}`, table: String(table) };
  }
}

function judgeEvaluation(answer: Answer, question: Question): TextAnswer {
  const text = judgeText(answer, question);
  if (text.trim() === "") throw fail("moneyworks.no-evaluate", { server: question.server });
  return { ...answer, text };
}

/** Errors of a server that does not evaluate an expression, for want of a privilege or of the function. */
export const NO_EXPRESSION: ReadonlySet<string> = new Set<ErrorCode>([
  "moneyworks.no-evaluate",
  "moneyworks.server-error",
  "moneyworks.unexpected-answer",
  "moneyworks.search",
  "moneyworks.not-understood",
]);

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "an unknown failure";
}

function exportCommand({ schema, search, limit }: ExportRequest, format: string): Command {
  const sort = fieldName(schema, "sequencenumber");
  const params = { table: schema.table, search, sort, direction: "ascending", limit, format };
  return { target: "document", name: "export", params };
}

function newestFirst(command: Command): Command {
  return { ...command, params: { ...command.params, direction: "descending" } };
}
