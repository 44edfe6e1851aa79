import { printRecord } from "../canonical/print.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { ImportEntry, PromotionImport, SentAt } from "../domain/ports/staging-promotions.ts";
import type { SourceRecord } from "../domain/record.ts";
import type { PromotionContext } from "./context.ts";
import type { InvoiceOrder, NewOrder, Order, UpdateOrder } from "./plan/plan-types.ts";
import { verify } from "./verify.ts";
import { importId } from "./write/import-id.ts";

/*
 * What became of an order of which nobody saw the answer. MoneyWorks knows no number for a request, so it is looked for by what it
 * would have done.
 */

/**
 * - `there`: MoneyWorks has it, under this number. `not there`: it has not (yet).
 * - `other`: there is something in its place that this order did not make. `gone`: an earlier commit made the record, and MoneyWorks
 *   has it no more.
 */
export type Found =
  | { readonly kind: "there"; readonly seq: number; readonly record: SourceRecord }
  | { readonly kind: "not there" }
  | { readonly kind: "other"; readonly seq: number | null }
  | { readonly kind: "gone"; readonly seq: number };

/**
 * So long after it was sent, a request that left no trace has none to leave: the client itself gave up two minutes into the silence,
 * and a worker that hangs longer than that was ended by the Datacentre. Milliseconds.
 */
const SETTLED_MS = 300_000;

/** Whether a request that has left no trace by now may be taken for one that never arrived. */
export function isSettled(sent: SentAt | null, clock: Clock): boolean {
  if (sent === null) return true;
  const passed = sent.bootId === clock.bootId() ? clock.monotonic() - sent.monotonic : clock.now() - sent.at;
  return passed >= SETTLED_MS;
}

/** @throws moneyworks.* */
export function look(context: PromotionContext, order: Order, entry: ImportEntry): Promise<Found> {
  switch (order.kind) {
    case "update":
      return lookForUpdate(context, order);
    case "invoice":
      return lookForInvoice(context, order);
    case "new":
      return lookForNew(context, order, entry.state !== "planned");
  }
}

async function lookForUpdate(context: PromotionContext, order: UpdateOrder): Promise<Found> {
  const [record] = await readNumbers(context, order, [order.seq]);
  if (record === undefined) return { kind: "other", seq: null };
  if (verify(order, record.record).isAsAsked) return { kind: "there", seq: record.seq, record };
  // What somebody has changed since is not sent over: it is judged anew.
  return isAsItWas(order, record) ? { kind: "not there" } : { kind: "other", seq: record.seq };
}

/** A replaced invoice may have another number (unknown): it is then found by its reference, which was sent with it. */
async function lookForInvoice(context: PromotionContext, order: InvoiceOrder): Promise<Found> {
  const [record] = await readNumbers(context, order, [order.seq]);
  if (record !== undefined && isAsItWas(order, record)) return { kind: "not there" };
  if (record !== undefined && isReplacement(order, record)) return { kind: "there", seq: record.seq, record };
  const value = order.expected.fields.get("ourref") ?? "";
  if (value === "") return { kind: "other", seq: record?.seq ?? null };
  const query = { table: order.schema.table, field: "ourref", value, limit: 20 };
  const all = await context.ports.importer.find(query, context.signal);
  const found = all.find((one) => one.seq > order.seq && isReplacement(order, one));
  if (found !== undefined) return { kind: "there", seq: found.seq, record: found };
  return { kind: "other", seq: record?.seq ?? null };
}

/** Whether MoneyWorks still holds what the plan was made on. */
export function isAsItWas({ ours }: UpdateOrder | InvoiceOrder, { record }: SourceRecord): boolean {
  return printRecord(record) === printRecord(ours);
}

/** Every field as asked, or worked out anew: and no invoice that somebody else entered with the reference. */
function isReplacement(order: InvoiceOrder, { record }: SourceRecord): boolean {
  const { fields, isAsAsked } = verify(order, record);
  const wrong = fields.filter(({ state }) => state === "recomputed" || state === "different");
  return isAsAsked && wrong.every(({ field }) => MAY_DIFFER.has(field));
}

/** What MoneyWorks may give a replaced invoice anew. */
const MAY_DIFFER: ReadonlySet<string> = new Set(["printed", "emailed", "transferred", "colour", "aging"]);

/**
 * By number where the journal knows it, else by the id in every field that carried it, else by code.
 * @param isOurs the journal knows of a sending: what carries our id is then ours, whatever became of its fields
 */
async function lookForNew(context: PromotionContext, order: NewOrder, isOurs: boolean): Promise<Found> {
  const { id, schema } = order;
  const imports = context.ports.staging.importsUnder(schema.table, order.clientId);
  const made = imports.find(({ entry }) => entry.seq !== null);
  const seq = made?.entry.seq ?? null;
  const [known] = seq === null ? [] : await readNumbers(context, order, [seq]);
  if (known !== undefined) return foundById(order, known, made?.commit === context.commit);
  const record = await findById(context, order, imports);
  if (record !== undefined) return foundById(order, record, isOurs);
  if (seq !== null && made?.commit !== context.commit) return { kind: "gone", seq };
  if (order.code === null) return { kind: "not there" };
  const byCode = { table: schema.table, field: schema.key, value: order.code, limit: 1 };
  const [taken] = await context.ports.importer.find(byCode, context.signal);
  if (taken === undefined) return { kind: "not there" };
  // It may have come between the two questions.
  const carried = taken.record.fields.find(({ name }) => name === id.field)?.value ?? "";
  return carried.toLowerCase() === id.value ? foundById(order, taken, isOurs) : { kind: "other", seq: taken.seq };
}

/** The configured field may have been another one when the record was sent. */
async function findById(
  { ports, signal }: PromotionContext,
  { schema, clientId, id }: NewOrder,
  imports: readonly PromotionImport[],
): Promise<SourceRecord | undefined> {
  const fields = new Set([id.field, ...imports.flatMap(({ entry }) => entry.idField ?? [])]);
  for (const field of fields) {
    const value = importId(schema, field, clientId);
    const [record] = await ports.importer.find({ table: schema.table, field, value, limit: 2 }, signal);
    if (record !== undefined) return record;
  }
  return undefined;
}

function foundById(order: NewOrder, record: SourceRecord, isOurs: boolean): Found {
  const isSame = isOurs || hasWhatIsAsked(order, record);
  return isSame ? { kind: "there", seq: record.seq, record } : { kind: "other", seq: record.seq };
}

/** As asked, but for what MoneyWorks completes: `DI` is `DII`, `4000` is `4000-`. */
function hasWhatIsAsked(order: NewOrder, { record }: SourceRecord): boolean {
  const { fields, isAsAsked } = verify(order, record);
  const isCompleted = (asked: string | null, held: string | null) => asked !== null && held?.startsWith(asked) === true;
  return (
    isAsAsked &&
    fields.every(({ state, theirs, moneyworks }) => state !== "recomputed" || isCompleted(theirs, moneyworks))
  );
}

function readNumbers({ ports, signal }: PromotionContext, { schema }: Order, numbers: readonly number[]) {
  return ports.source.records(schema.table, numbers, signal);
}
