import { keyOfCode } from "../canonical/key.ts";
import type { Oid, RunId, TableName } from "../domain/ids.ts";
import type { ImportEntry } from "../domain/ports/staging-promotions.ts";
import type { Journal } from "./journal.ts";
import type { Order } from "./plan/plan-types.ts";
import type { PromoterPorts, PromoterSettings } from "./ports.ts";

/** What every step of one promotion shares. */
export interface PromotionContext {
  readonly ports: PromoterPorts;
  readonly settings: PromoterSettings;
  readonly commit: Oid;
  readonly branch: string;
  readonly run: RunId;
  readonly journal: Journal;
  readonly signal: AbortSignal;
}

/** How a table's record is named in logs: `name ROWAN`; a new one by its client id: `transaction inv-7`. */
export function nameOf(order: Order): string {
  return `${order.schema.table} ${order.kind === "new" ? (order.code ?? order.clientId) : order.key}`;
}

/** The journal's entry of an order. */
export function entryOf({ journal }: PromotionContext, order: Order): ImportEntry {
  return journal.find(order.path) ?? plannedEntry(order);
}

export function plannedEntry(order: Order): ImportEntry {
  return {
    path: order.path,
    table: order.schema.table,
    kind: order.kind,
    key: order.kind !== "new" ? order.key : order.code === null ? null : keyOfCode(order.code),
    clientId: order.kind === "new" ? order.clientId : null,
    idField: order.kind === "new" ? order.id.field : null,
    state: "planned",
    seq: order.kind === "new" ? null : order.seq,
    reason: null,
    sent: null,
  };
}

/** Adds a record's number to a table's. */
export function addNumber(numbers: Map<TableName, number[]>, table: TableName, seq: number): void {
  const known = numbers.get(table);
  if (known === undefined) numbers.set(table, [seq]);
  else if (!known.includes(seq)) known.push(seq);
}
