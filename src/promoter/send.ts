import type { TableName } from "../domain/ids.ts";
import type { ImportAnswer } from "../domain/ports/importer.ts";
import type { ImportEntry, ImportState } from "../domain/ports/staging-promotions.ts";
import type { SourceRecord } from "../domain/record.ts";
import { addNumber, entryOf, nameOf, type PromotionContext } from "./context.ts";
import { type Found, isAsItWas, isSettled, look } from "./look.ts";
import type { Taken } from "./new-records.ts";
import type { InvoiceOrder, NewOrder, Order, UpdateOrder } from "./plan/plan-types.ts";

/**
 * How the sending ended.
 * - `done`: MoneyWorks took every order. `refused`: it said no to this one; those behind it were not sent.
 * - `stale`: a record is not as the plan saw it; the plan has to be made again. Nothing of that record was sent.
 * - `taken`: something that this commit did not make is in the place of a new record.
 * - `strayed`: MoneyWorks made a new record of an edit, because the code was nobody's any more.
 * - `undone`: MoneyWorks took this one before, and a person has changed it back since.
 * - `unknown`: nobody knows whether this one arrived. It must not be sent again yet.
 */
export type Sending =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly order: Order; readonly reason: string }
  | { readonly kind: "stale"; readonly order: UpdateOrder | InvoiceOrder; readonly gone: boolean }
  | { readonly kind: "taken"; readonly order: NewOrder; readonly found: Taken }
  | { readonly kind: "strayed"; readonly order: UpdateOrder }
  | { readonly kind: "undone"; readonly order: Order }
  | { readonly kind: "unknown"; readonly order: Order };

/** Records that are looked at together before they are changed; an invoice, of which all is sent, is looked at alone. */
const GROUP = 20;
/** Milliseconds for which what was seen of a group is good: so short that hardly anybody changes one meanwhile. */
const FRESH_MS = 2000;
/** Milliseconds before each further look for an order whose answer was lost. */
const LOOKS = [0, 5000, 30_000];
/** Sendings of an order that may be repeated without harm: it says what a record is to be. */
const MOST_SENDINGS = 2;

/** Sends orders one by one. @param applied gathers the numbers of what MoneyWorks took, by table. @throws moneyworks.*, data.* */
export async function sendAll(
  context: PromotionContext,
  orders: readonly Order[],
  applied: Map<TableName, number[]>,
): Promise<Sending> {
  const { clock } = context.ports;
  let seen = { to: 0, at: 0 };
  for (const [index, order] of orders.entries()) {
    context.signal.throwIfAborted();
    if (index >= seen.to || clock.monotonic() - seen.at > FRESH_MS) {
      const group = groupFrom(orders, index);
      seen = { to: index + group.length, at: clock.monotonic() };
      const stale = await staleOf(context, group);
      if (stale !== null) return stale;
    }
    const sending = await sendOne(context, order, applied);
    if (sending.kind !== "done") return sending;
  }
  return { kind: "done" };
}

function groupFrom(orders: readonly Order[], index: number): readonly Order[] {
  if (orders[index]?.kind === "invoice") return orders.slice(index, index + 1);
  const next = orders.slice(index, index + GROUP);
  const invoice = next.findIndex(({ kind }) => kind === "invoice");
  return invoice < 0 ? next : next.slice(0, invoice);
}

/** The first record of a group that is not as the plan saw it. */
async function staleOf(context: PromotionContext, group: readonly Order[]): Promise<Sending | null> {
  const changes = group.filter((order) => order.kind !== "new");
  for (const [table, orders] of Map.groupBy(changes, ({ schema }) => schema.table)) {
    const numbers = orders.map(({ seq }) => seq).sort((a, b) => a - b);
    const found = await context.ports.source.records(table, numbers, context.signal);
    const bySeq = new Map(found.map((record) => [record.seq, record]));
    for (const order of orders) {
      const stale = compareWithPlan(order, bySeq.get(order.seq), entryOf(context, order).state);
      if (stale !== null) return stale;
    }
  }
  return null;
}

function compareWithPlan(
  order: UpdateOrder | InvoiceOrder,
  record: SourceRecord | undefined,
  state: ImportState,
): Sending | null {
  if (record !== undefined && isAsItWas(order, record)) return state === "applied" ? { kind: "undone", order } : null;
  // What an earlier attempt sent and saw no answer to is looked at when its turn comes.
  return state === "sent" ? null : { kind: "stale", order, gone: record === undefined };
}

async function sendOne(context: PromotionContext, order: Order, applied: Map<TableName, number[]>): Promise<Sending> {
  let entry = entryOf(context, order);
  if (order.kind === "new" && entry.state === "applied") {
    addNumber(applied, order.schema.table, entry.seq ?? 0);
    return { kind: "done" };
  }
  if (entry.state === "sent") {
    const found = await look(context, order, entry);
    if (found.kind !== "not there") return settle(context, { order, entry, found }, applied);
    if (order.kind !== "update") {
      if (!isSettled(entry.sent, context.ports.clock)) return { kind: "unknown", order };
      entry = context.journal.change(entry, { state: "void", reason: "it was looked for and never arrived" });
    }
  }
  for (let sendings = 1; ; sendings++) {
    const { entry: after, answer } = await transmit(context, order, entry);
    entry = after;
    if (answer.kind === "refused") return { kind: "refused", order, reason: answer.reason };
    if (order.kind === "update" && answer.kind === "imported" && answer.created > 0) return { kind: "strayed", order };
    if (answer.kind === "imported" && (answer.seq !== null || order.kind !== "new")) {
      for (const seq of numbersOf(order, entry)) addNumber(applied, order.schema.table, seq);
      return { kind: "done" };
    }
    const found = await lookPatiently(context, order, entry);
    if (found.kind !== "not there") return settle(context, { order, entry, found }, applied);
    if (order.kind !== "update" || sendings >= MOST_SENDINGS) return { kind: "unknown", order };
  }
}

/** One request, with the journal before and after it. */
async function transmit(
  context: PromotionContext,
  order: Order,
  before: ImportEntry,
): Promise<{ readonly entry: ImportEntry; readonly answer: ImportAnswer }> {
  const { clock, importer, log } = context.ports;
  const sent = { at: clock.now(), monotonic: clock.monotonic(), bootId: clock.bootId() };
  const entry = context.journal.change(before, { state: "sent", sent, reason: null });
  log.write("info", `${nameOf(order)}: sent to MoneyWorks`, { commit: context.commit });
  const answer = await attempt(context, order, entry, () =>
    importer.send(order.document, order.kind !== "update", context.signal),
  );
  if (answer.kind === "unknown")
    return { entry: context.journal.change(entry, { state: "sent", reason: answer.reason }), answer };
  if (answer.kind === "refused")
    return { entry: context.journal.change(entry, { state: "refused", reason: answer.reason }), answer };
  log.write("info", `${nameOf(order)}: MoneyWorks took it`, { commit: context.commit, seq: answer.seq ?? entry.seq });
  return { entry: context.journal.change(entry, { state: "applied", seq: answer.seq ?? entry.seq }), answer };
}

/** What is thrown was not carried out: the journal says so, and the order may be sent again at any time. */
async function attempt(
  context: PromotionContext,
  order: Order,
  entry: ImportEntry,
  send: () => Promise<ImportAnswer>,
): Promise<ImportAnswer> {
  try {
    return await send();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.journal.change(entry, { state: "void", reason });
    context.ports.log.write("warn", `${nameOf(order)}: not sent: ${reason}`, { commit: context.commit });
    throw error;
  }
}

/** What the answer was is in the journal alone: it may quote values. */
async function lookPatiently(context: PromotionContext, order: Order, entry: ImportEntry): Promise<Found> {
  const { clock, log } = context.ports;
  log.write("warn", `${nameOf(order)}: the answer was lost; looking`, { commit: context.commit });
  let found: Found = { kind: "not there" };
  for (const wait of LOOKS) {
    if (wait > 0) await clock.sleep(wait, context.signal);
    found = await look(context, order, entry);
    if (found.kind !== "not there") return found;
  }
  return found;
}

interface Settling {
  readonly order: Order;
  readonly entry: ImportEntry;
  readonly found: Exclude<Found, { kind: "not there" }>;
}

function settle(
  context: PromotionContext,
  { order, entry, found }: Settling,
  applied: Map<TableName, number[]>,
): Sending {
  if (found.kind === "there") {
    const after = context.journal.change(entry, { state: "applied", seq: found.seq, reason: "found by looking" });
    for (const seq of numbersOf(order, after)) addNumber(applied, order.schema.table, seq);
    return { kind: "done" };
  }
  if (order.kind === "new") return { kind: "taken", order, found };
  return { kind: "stale", order, gone: found.seq === null };
}

/** A replaced invoice may have got another number: its old one is looked at too. */
function numbersOf(order: Order, { seq }: ImportEntry): readonly number[] {
  const before = order.kind === "new" ? [] : [order.seq];
  return [...before, ...(seq === null ? [] : [seq])];
}
