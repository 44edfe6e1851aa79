import { fail } from "../domain/errors/tidemark-error.ts";
import type { RecordKey, TableName } from "../domain/ids.ts";
import type { IncomingChange } from "../domain/ports/incoming.ts";
import type { ImportEntry } from "../domain/ports/staging-promotions.ts";
import type { PromotionReport, Reason } from "../domain/promotion.ts";
import type { TableTally } from "../domain/run.ts";
import { closeOpen } from "./close-open.ts";
import { addNumber, nameOf, type PromotionContext, plannedEntry } from "./context.ts";
import { type Carried, endPartly, finish } from "./finish.ts";
import { isAwaited, withoutThoseThere } from "./new-records.ts";
import { placeOfClientId, stagedRecord } from "./place.ts";
import { CONFIG_PATH, makePlan } from "./plan/plan.ts";
import type { Order, Plan } from "./plan/plan-types.ts";
import { type Sending, sendAll } from "./send.ts";
import { outcomeOf, recordsOf, reportOf } from "./tell.ts";

/** How a promotion came to its end. */
export interface Ending {
  readonly report: PromotionReport;
  /** What the reading back came to, by table. */
  readonly tables: readonly TableTally[];
}

/**
 * Plans made for one commit: each after the first follows a poll, because somebody changed one of its records in MoneyWorks just
 * then. Who meets that so often waits for the next turn.
 */
const MOST_PLANS = 4;

/**
 * Carries one commit into MoneyWorks: plan, imports, reading back, verification, merge. Main must be fresh. May be called again
 * after any interruption: what MoneyWorks holds already is not sent again.
 * @param early reasons for which nothing of it is even looked at
 * @throws promote.* and others when it cannot be decided now: it is pending then
 */
export async function promoteCommit(context: PromotionContext, early: readonly Reason[] = []): Promise<Ending> {
  const applied = new Map<TableName, number[]>();
  for (let plans = 1; ; plans++) {
    const { plan: first, configuration } = planFor(context, early);
    if (isRefused(first)) return decline(context, first);
    const plan = await withoutThoseThere(context, first, applied);
    if (isRefused(plan)) return decline(context, plan);
    const orders = ordersOf(plan);
    requireNothingAwaited(context, orders);
    enter(context, plan, orders);
    tellPlan(context, orders);
    const carried = { plan, orders, applied, configuration };
    const sending = await sendAll(context, orders, applied);
    if (sending.kind === "done") return finish(context, carried);
    if (sending.kind !== "stale") return breakOff(context, carried, sending);
    if (plans >= MOST_PLANS) throw fail("promote.unsteady", namesOf(context, sending.order));
    await readAgain(context, sending.order);
  }
}

/** What the commit asks for, counted from main as it is now. */
export function planFor(
  context: PromotionContext,
  early: readonly Reason[] = [],
): { readonly plan: Plan; readonly configuration: IncomingChange | null } {
  const { ports, settings, commit } = context;
  const { incoming, staging, configuration: gate } = ports;
  if (early.length > 0) return { plan: { commit, base: null, reasons: early, files: [] }, configuration: null };
  let configuration: IncomingChange | null = null;
  const plan = makePlan(commit, incoming.changes(commit), {
    settings: { ...settings, idFields: idFieldsOf(context) },
    read: ({ oid }, most) => incoming.blob(oid, most),
    keyOfNumber: (table, seq): RecordKey | null => staging.rowsBySeq(table, [seq])[0]?.key ?? null,
    replacedBy: (path) => replacement(context, path),
    madeBy: (table, clientId) => placeOfClientId(staging, table, clientId),
    configuration: (change) => {
      configuration = change.path === CONFIG_PATH ? change : configuration;
      return gate.judge(change);
    },
  });
  return { plan, configuration };
}

/** What was sent once is made and looked for by the field that it was sent with, whatever is configured by now. */
function idFieldsOf({ settings, journal }: PromotionContext): PromotionContext["settings"]["idFields"] {
  const sent = journal.entries.filter((entry) => entry.sent !== null);
  return new Map([
    ...settings.idFields,
    ...sent.flatMap(({ table, idField }) => (idField === null ? [] : [[table, idField] as const])),
  ]);
}

/** The invoice that an earlier attempt put in the place of the one at this path. */
function replacement({ ports, journal }: PromotionContext, path: string) {
  const entry = journal.find(path);
  if (entry?.kind !== "invoice" || entry.state !== "applied" || entry.seq === null) return null;
  const held = stagedRecord(ports.staging, entry.table, entry.seq);
  return held === null ? null : { seq: entry.seq, record: held.record };
}

export function isRefused({ reasons, files }: Plan): boolean {
  return reasons.length > 0 || files.some((file) => file.reasons.length > 0);
}

/** Names, products and jobs before the transactions that may speak of them; within a table new ones first, then by path. */
export function ordersOf({ files }: Plan): readonly Order[] {
  const orders = files.flatMap(({ order }) => (order === null ? [] : [order]));
  const rank = ({ schema, kind }: Order) => (schema.subfiles.length > 0 ? 2 : 0) + (kind === "new" ? 0 : 1);
  return orders.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}

/** @throws promote.outcome-unknown while something that an earlier attempt sent may still arrive */
async function decline(context: PromotionContext, plan: Plan): Promise<Ending> {
  await closeOpen(context, plan);
  const imports = context.journal.entries;
  const outcome = outcomeOf(plan, imports);
  const { base, reasons } = plan;
  return { report: reportOf(context, { outcome, base, reasons, records: recordsOf(plan, imports) }), tables: [] };
}

/** Another commit sent a record of the same name, and the answer is not known: two could be made. */
function requireNothingAwaited(context: PromotionContext, orders: readonly Order[]): void {
  const awaited = orders.find((order) => order.kind === "new" && isAwaited(context, order));
  if (awaited === undefined) return;
  const reason = "an earlier commit sent it, and its answer was lost";
  throw fail("promote.outcome-unknown", { ...namesOf(context, awaited), reason });
}

/** Every order is in the journal before the first of them is sent; what a lost answer left open and MoneyWorks holds is closed. */
function enter({ journal }: PromotionContext, { files }: Plan, orders: readonly Order[]): void {
  const isToEnter = ({ path }: Order) => {
    const state = journal.find(path)?.state;
    return state === undefined || state === "refused" || state === "void";
  };
  const found = files.flatMap(({ path, order }): ImportEntry[] => {
    const entry = order === null ? journal.find(path) : null;
    return entry?.state === "sent" ? [{ ...entry, state: "applied", reason: "found by a poll" }] : [];
  });
  journal.write([...orders.filter(isToEnter).map(plannedEntry), ...found]);
}

function tellPlan({ ports: { log }, commit }: PromotionContext, orders: readonly Order[]): void {
  const count = (kind: Order["kind"]) => orders.filter((order) => order.kind === kind).length;
  const counts = { updates: count("update"), invoices: count("invoice"), added: count("new") };
  log.write("info", "planned", { commit, ...counts });
}

/** Somebody changed the record: the next plan is made on what it is now. */
async function readAgain({ ports, signal, commit }: PromotionContext, order: Order & { seq: number }): Promise<void> {
  ports.log.write("info", `${nameOf(order)} was changed in MoneyWorks just now; planning anew`, { commit });
  const { error, isPartial } = await ports.engine.poll(new Map([[order.schema.table, [order.seq]]]), signal);
  if (error !== null && !isPartial) throw error;
}

type Broken = Exclude<Sending, { kind: "done" | "stale" }>;

async function breakOff(
  context: PromotionContext,
  carried: Carried & { readonly applied: Map<TableName, number[]> },
  sending: Broken,
): Promise<Ending> {
  if (sending.kind === "unknown")
    throw fail("promote.outcome-unknown", { ...namesOf(context, sending.order), reason: "the answer was lost" });
  for (const { table, seq } of await closeOpen(context, carried.plan))
    if (seq !== null) addNumber(carried.applied, table, seq);
  return endPartly(context, carried, sending);
}

function namesOf({ commit }: PromotionContext, order: Order): { readonly record: string; readonly commit: string } {
  return { record: nameOf(order), commit };
}
