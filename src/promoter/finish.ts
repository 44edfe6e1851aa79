import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid, TableName } from "../domain/ids.ts";
import type { IncomingChange } from "../domain/ports/incoming.ts";
import type { Reason } from "../domain/promotion.ts";
import { nameOf, type PromotionContext } from "./context.ts";
import { takenFault } from "./new-records.ts";
import { stagedRecord } from "./place.ts";
import type { InvoiceOrder, Order, Plan } from "./plan/plan-types.ts";
import { reason } from "./plan/values.ts";
import type { Reading } from "./ports.ts";
import type { Ending } from "./promote-commit.ts";
import type { Sending } from "./send.ts";
import { type Result, recordsOf, reportOf } from "./tell.ts";
import { verify } from "./verify.ts";

/** A plan, and what MoneyWorks took of it. */
export interface Carried {
  readonly plan: Plan;
  readonly orders: readonly Order[];
  /** Numbers of the records that were sent or found, by table. */
  readonly applied: ReadonlyMap<TableName, readonly number[]>;
  readonly configuration: IncomingChange | null;
}

/**
 * Everything was sent: it is read back and compared, and main gets the commit as its second parent. What MoneyWorks holds otherwise
 * than asked keeps it out of main. @throws promote.unread and others: it is pending then
 */
export async function finish(context: PromotionContext, carried: Carried): Promise<Ending> {
  const reading = await readBack(context, carried);
  const results = verified(context, carried.orders, reading);
  const failed = [...results.values()].some(({ state }) => state === "failed");
  if (failed)
    return { report: await endAs(context, carried, { results, tables: reading.tables }), tables: reading.tables };
  context.ports.log.write("info", "verified", { commit: context.commit, records: results.size });
  addConfiguration(carried, results);
  const told = { base: carried.plan.base, records: recordsFor(context, carried, results) };
  const { staging, clock } = context.ports;
  // Main is the commit point: who finds the commit on main after a crash tells what is written here.
  staging.reportPromotion(reportOf(context, { ...told, outcome: "pending" }), clock.now());
  const main = merge(context, carried);
  context.ports.log.write("info", "merged", { commit: context.commit, main });
  return { report: reportOf(context, { ...told, outcome: "accepted", main }), tables: reading.tables };
}

/** What the commit changes in the configuration is in force with the merge, and not before. */
function merge({ ports, run, commit, signal }: PromotionContext, { configuration: change }: Carried): Oid {
  return ports.configuration.merge(change, commit, () => ports.engine.commit({ run, commit }, signal) as Oid);
}

/** Settings are as asked once main has the commit. */
function addConfiguration({ plan }: Carried, results: Map<string, Result>): void {
  for (const { kind, path, fields } of plan.files) {
    if (kind !== "configuration" || fields.every(({ state }) => state !== "asked")) continue;
    const taken = fields.map((field) =>
      field.state === "asked" ? { ...field, state: "applied" as const, moneyworks: field.theirs } : field,
    );
    results.set(path, { state: "applied", fields: taken });
  }
}

type Stopped = Extract<Sending, { kind: "refused" | "taken" | "strayed" | "undone" }>;

/** MoneyWorks said no half-way, or holds something in the way: what it took stays, is mirrored, and told. */
export async function endPartly(context: PromotionContext, carried: Carried, sending: Stopped): Promise<Ending> {
  const reading = carried.applied.size === 0 ? NOTHING_READ : await readBack(context, carried);
  const took = carried.orders.filter(({ path }) => isApplied(context, path));
  const results = verified(context, took, reading);
  results.set(sending.order.path, { state: "failed", reasons: [reasonOf(sending)] });
  return { report: await endAs(context, carried, { results, tables: reading.tables }), tables: reading.tables };
}

const NOTHING_READ: Reading = { tables: [], error: null, isPartial: false };

function isApplied({ journal }: PromotionContext, path: string): boolean {
  return journal.find(path)?.state === "applied";
}

function reasonOf(sending: Stopped): Reason {
  if (sending.kind === "taken") return takenFault(sending.order, sending.found);
  if (sending.kind === "refused") return reason("moneyworks-refused", null, `MoneyWorks refused it: ${sending.reason}`);
  if (sending.kind === "strayed") {
    const { schema, key } = sending.order;
    const text = `The ${schema.record} had been renamed just then, and MoneyWorks made a new one with the ${schema.key} ${key} of this edit. Delete that one in MoneyWorks.`;
    return reason("not-as-asked", schema.key, text);
  }
  const text = "MoneyWorks had taken this edit, and somebody has changed the record back since.";
  return reason("conflict", null, text);
}

interface Ended {
  readonly results: ReadonlyMap<string, Result>;
  readonly tables: Reading["tables"];
}

async function endAs(context: PromotionContext, carried: Carried, { results }: Ended) {
  context.ports.engine.commit({ run: context.run, commit: null }, context.signal);
  const { base } = carried.plan;
  return reportOf(context, { outcome: "failed", base, records: recordsFor(context, carried, results) });
}

function recordsFor(context: PromotionContext, { plan }: Carried, results: ReadonlyMap<string, Result>) {
  return recordsOf(plan, context.journal.entries, results);
}

async function readBack({ ports, run, signal, commit }: PromotionContext, { applied }: Carried): Promise<Reading> {
  ports.log.write("info", "reading back", { commit });
  const reading = await ports.engine.readBack(run, applied, signal);
  if (reading.error !== null && !reading.isPartial) throw reading.error;
  return reading;
}

/** What became of each order, by path. @throws promote.unread when it cannot be seen */
function verified(context: PromotionContext, orders: readonly Order[], { error }: Reading): Map<string, Result> {
  return new Map(
    orders.map((order) => {
      const result = verifyOne(context, order);
      const reason = result.state === "failed" ? (error?.message ?? setAside(context, order, result)) : null;
      if (reason !== null) throw fail("promote.unread", { commit: context.commit, reason }, { cause: error });
      return [order.path, result];
    }),
  );
}

/** What polls leave aside is not what MoneyWorks holds now; a sweep tries it again. */
function setAside({ ports }: PromotionContext, { schema }: Order, { seq }: Result): string | null {
  const aside = ports.staging.quarantined(schema.table).some((one) => one.seq === seq);
  return aside ? `number ${seq} of ${schema.table} is set aside, because it could not be read before` : null;
}

function verifyOne(context: PromotionContext, order: Order): Result {
  const { staging } = context.ports;
  const entry = context.journal.find(order.path);
  const seq = entry?.seq ?? (order.kind === "new" ? null : order.seq);
  const held = seq === null ? null : stagedRecord(staging, order.schema.table, seq);
  if (held === null) {
    const text = `MoneyWorks took it, and has no such ${order.schema.record} now.`;
    return { state: "failed", seq, reasons: [reason("not-as-asked", null, text)] };
  }
  if (order.kind === "invoice" && seq !== order.seq && isPosted(context, order)) {
    const text = `The invoice was posted just then, and MoneyWorks entered number ${seq} beside it. Look at both in MoneyWorks.`;
    return { state: "failed", seq, reasons: [reason("not-as-asked", null, text)] };
  }
  if (order.kind === "invoice" && seq !== order.seq && stagedRecord(staging, order.schema.table, order.seq) !== null) {
    const text = `MoneyWorks entered number ${seq} in its place, and has the old one still. Look at both in MoneyWorks.`;
    return { state: "failed", seq, reasons: [reason("not-as-asked", null, text)] };
  }
  const { fields, isAsAsked } = verify(order, held.record);
  const mainPath = held.path === order.path ? null : held.path;
  const result = { fields, seq, key: held.key, mainPath };
  if (isAsAsked) return { ...result, state: "applied" };
  const different = fields.filter(({ state }) => state === "different").map(({ field }) => field);
  const text = `MoneyWorks took ${nameOf(order)} and holds something else in ${different.join(", ")}.`;
  return { ...result, state: "failed", reasons: [reason("not-as-asked", different[0] ?? null, text)] };
}

/** Whether the number that was to be replaced is a posted transaction now. */
function isPosted({ ports }: PromotionContext, { schema, seq }: InvoiceOrder): boolean {
  const before = stagedRecord(ports.staging, schema.table, seq);
  return before?.record.fields.find(({ name }) => name === "status")?.value === "P";
}
