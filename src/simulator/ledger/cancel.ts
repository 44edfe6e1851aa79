import { type FieldValues, fieldText, mergeFields, type SimRow } from "../store/row.ts";
import { enter } from "./entry.ts";
import { amountText, doubleText } from "./money.ts";
import { post } from "./posting.ts";
import type { Session } from "./session.ts";

const AMOUNTS = ["gross", "net", "tax", "taxamount", "basecurrencynet"] as const;

/** Cancels a posted transaction: a reversing entry with the same reference and a hyphen, posted at once (manual). */
export function cancel(session: Session, row: SimRow): SimRow {
  const fields = mergeFields(reversed(row.fields), {
    ourref: `${fieldText(row, "ourref")}-`,
    enterdate: session.stamp.slice(0, 8),
    enteredby: session.initials,
    status: "U",
    timeposted: "",
    postedby: "",
  });
  const reversal = enter(session, { fields, lines: session.document.lines(row).map((line) => reversed(line.fields)) });
  post(session, reversal.seq);
  return reversal;
}

function reversed(fields: FieldValues): FieldValues {
  const amounts = Object.fromEntries(AMOUNTS.map((name) => [name, amountText(-Number(fields[name] ?? 0))]));
  const { debit = "", credit = "" } = fields;
  const quantity = doubleText(-Number(fields.stockqty ?? 0));
  return mergeFields(fields, { ...amounts, debit: credit, credit: debit, stockqty: quantity });
}
