import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import { parseTableName, type TableName } from "../domain/ids.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Capabilities } from "../domain/ports/source.ts";
import { type Client, NO_EXPRESSION } from "./client.ts";
import { DOCUMENT_ID, type Expression, ONE, TABLE_NAMES, TIMESTAMP_LOCAL, TIMESTAMP_UTC } from "./expressions.ts";
import { findSample, probeCustomFormat, type Sample } from "./probe-sample.ts";
import { probeModifiedSince } from "./probe-since.ts";
import { parseTimestamp, parseUtc, type TimeMethod } from "./server-time.ts";

/** What a server turned out to do. */
export interface Abilities {
  readonly capabilities: Capabilities;
  readonly time: TimeMethod;
  readonly tables: readonly TableName[] | null;
  /** `evaluate` answers. */
  readonly expressions: boolean;
  /** false: the document holds no record to try a search on, so it has to be probed again. */
  readonly settled: boolean;
}

export interface ProbeContext {
  readonly client: Client;
  readonly clock: Clock;
  /** Told what is missing and what follows from it. */
  readonly warn: (message: string) => void;
}

/**
 * Tries what the documents leave open. An ability is taken for given only after it worked; each one that is missing
 * gives a warning that names its consequence.
 * @throws what makes any work impossible: no connection, wrong log-in, no document, user limit, no table readable
 */
export async function probe(context: ProbeContext, signal: AbortSignal): Promise<Abilities> {
  const { client, warn } = context;
  const expressions = (await attempt(client.evaluate(ONE, signal)))?.text.trim() === "1";
  if (!expressions) warn("Expressions cannot be evaluated: give the user that privilege. Time is told less well.");
  const timestamp = expressions && (await probeTimestamp(client, signal));
  if (expressions && !timestamp) warn("Timestamp() does not work (before 9.0.4): UTC is taken from HTTP dates.");
  const tables = expressions ? await readTables(client, signal) : null;
  const sample = await findSample(client, tables, signal);
  const customFormat = sample !== null && (await probeCustomFormat(client, sample, signal));
  if (sample !== null && !customFormat) {
    warn("Custom export formats do not work: lines are read as XML, and payments cannot be read.");
  }
  const time = timeMethod({ expressions, timestamp, customFormat, sample });
  const modifiedSince = sample === null ? "none" : await probeModifiedSince({ ...context, sample, time }, signal);
  const capabilities = { modifiedSince, customFormat, timestamp };
  warnOfSearches(capabilities, sample, warn);
  return { capabilities, time, tables, expressions, settled: sample !== null };
}

/** `DocUUID`; null when the server does not tell. Documented as a global (manual), over REST inferred. */
export async function readDocumentId(client: Client, signal: AbortSignal): Promise<string | null> {
  const text = await askWhole(
    client,
    { expression: DOCUMENT_ID, isWhole: (answer) => UUID.test(answer), isCut: (answer) => CUT_UUID.test(answer) },
    signal,
  );
  const id = text?.replace(/^\{|\}$/g, "") ?? "";
  return /^[0-9a-z][0-9a-z-]{7,63}$/i.test(id) ? id : null;
}

const UUID = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
/** The beginning of one. */
const CUT_UUID = /^\{?[0-9a-f-]{1,36}$/i;
/** Answers that are compared before one counts as unreadable for now. */
const MAX_ROUNDS = 4;

interface Question {
  readonly expression: Expression;
  readonly isWhole: (answer: string) => boolean;
  /** Never taken, however often it comes. */
  readonly isCut?: (answer: string) => boolean;
}

/**
 * The answer to an expression whose text does not tell whether it is complete: it is taken when it is whole by its form, or when it
 * comes twice in a row. A cut answer must not become a document's identity. null: this server does not evaluate it.
 * @throws `moneyworks.unstable-answer`
 */
async function askWhole(client: Client, question: Question, signal: AbortSignal): Promise<string | null> {
  const { expression, isWhole, isCut = () => false } = question;
  let before: string | null = null;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const text: string | undefined = (await attempt(client.evaluate(expression, signal)))?.text.trim();
    if (text === undefined) return null;
    if (isWhole(text) || (text === before && !isCut(text))) return text;
    before = text;
  }
  throw fail("moneyworks.unstable-answer", { expression });
}

/** null for an answer that only says that this cannot be evaluated. */
async function attempt<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TidemarkError && NO_EXPRESSION.has(error.code)) return null;
    throw error;
  }
}

async function probeTimestamp(client: Client, signal: AbortSignal): Promise<boolean> {
  const local = await attempt(client.evaluate(TIMESTAMP_LOCAL, signal));
  if (local === null || parseTimestamp(local.text) === null) return false;
  const utc = await attempt(client.evaluate(TIMESTAMP_UTC, signal));
  return utc !== null && parseUtc(utc.text) !== null;
}

/** One name a line (observed). Names that no table can have are left out; a list without `account` is none. */
export async function readTables(client: Client, signal: AbortSignal): Promise<readonly TableName[] | null> {
  const text = (await askWhole(client, { expression: TABLE_NAMES, isWhole: () => false }, signal)) ?? "";
  const names = text
    .toLowerCase()
    .split(/[\r\n]+/)
    .map((line) => line.trim());
  const tables = names.filter((name) => /^[a-z][a-z0-9]{0,30}$/.test(name)).map(parseTableName);
  return tables.some((table) => table === "account") ? tables : null;
}

interface TimeEvidence {
  readonly expressions: boolean;
  readonly timestamp: boolean;
  readonly customFormat: boolean;
  readonly sample: Sample | null;
}

function timeMethod({ expressions, timestamp, customFormat, sample }: TimeEvidence): TimeMethod {
  if (timestamp) return { kind: "timestamp" };
  if (expressions) return { kind: "datetotext" };
  return customFormat && sample !== null ? { kind: "export", schema: sample.schema } : { kind: "date" };
}

function warnOfSearches({ modifiedSince }: Capabilities, sample: Sample | null, warn: ProbeContext["warn"]): void {
  if (sample === null) warn("The document holds no record yet to try searches on: polls read whole tables.");
  else if (modifiedSince === "none") warn("Searches by modification time do not work: polls read whole tables.");
  else if (modifiedSince === "timeadd") warn("TextToDate() does not work in searches: TimeAdd() is used instead.");
}
