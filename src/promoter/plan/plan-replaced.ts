import type { MwRecord } from "../../domain/record.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { verify } from "../verify.ts";
import { planInvoice } from "./plan-invoice.ts";
import type { Judged } from "./plan-types.ts";
import type { EditedRecord } from "./plan-update.ts";
import { reason } from "./values.ts";

/**
 * An invoice that an earlier attempt at this very commit replaced, and that MoneyWorks has under another number since: nothing is sent;
 * what it holds now is compared with what was asked.
 * @param edited with what both sides began with as `ours`
 */
export function planReplaced(edited: EditedRecord, now: MwRecord, detail: TableSchema): Judged {
  const { order, fields } = planInvoice(edited, detail);
  if (order === null) return { fields, reasons: [], order: null };
  const asked = new Set(fields.map(({ field }) => field));
  const held = verify(order, now).fields.filter(({ field }) => asked.has(field));
  const other = held.find(({ state }) => state === "different")?.field;
  const text = `MoneyWorks took the invoice and holds something else in ${other}.`;
  return { fields: held, reasons: other === undefined ? [] : [reason("not-as-asked", other, text)], order: null };
}
