import type { TableSchema } from "../../domain/schema/schema.ts";
import { cancel } from "../ledger/cancel.ts";
import { enter, reenter } from "../ledger/entry.ts";
import { post } from "../ledger/posting.ts";
import { fieldNumber, fieldText, type SimRow } from "../store/row.ts";
import { attribute, type ImportContext, isSet, type Outcome, requireUnlocked } from "./context.ts";
import { readEntry } from "./entry-reader.ts";
import { ImportRefused } from "./refused.ts";
import type { XmlElement } from "./xml-reader.ts";

/**
 * One transaction: a new one, or by attribute `update`, `post` or `discard` with `seqnum` something done to an
 * existing one (manual).
 * @throws ImportRefused
 */
export function importTransaction(context: ImportContext, schema: TableSchema, record: XmlElement): Outcome {
  if (isSet(context, record, "update")) return update(context, schema, record);
  if (isSet(context, record, "discard")) return discardTransaction(context, record);
  if (isSet(context, record, "post") && attribute(context, record, "seqnum") !== "") {
    return postTransaction(context, record);
  }
  const row = enter(context.session, readEntry(context, schema, record));
  if (isSet(context, record, "post")) post(context.session, row.seq);
  return { kind: "created", seq: row.seq };
}

/** `post="true" seqnum="N"`. @throws ImportRefused when it cannot be posted */
export function postTransaction(context: ImportContext, element: XmlElement): Outcome {
  const row = named(context, element);
  if (!post(context.session, row.seq)) throw new ImportRefused(`Transaction ${row.seq} was not posted`);
  return { kind: "updated", seq: row.seq };
}

/** `discard="true" seqnum="N"`: unposted transactions only (manual). @throws ImportRefused */
export function discardTransaction(context: ImportContext, element: XmlElement): Outcome {
  const row = named(context, element);
  if (fieldText(row, "status") === "P") throw new ImportRefused(`Transaction ${row.seq} is posted`);
  context.session.document.remove("transaction", row.seq);
  return { kind: "deleted", seq: row.seq };
}

/** Debtor invoices only: replaced when unposted, cancelled and entered again when posted (manual). */
function update(context: ImportContext, schema: TableSchema, record: XmlElement): Outcome {
  const { session, quirks } = context;
  const old = named(context, record);
  if (!fieldText(old, "type").startsWith("DI")) throw new ImportRefused("Only debtor invoices can be updated");
  const entry = readEntry(context, schema, record);
  if (entry.fields.type !== "DII") throw new ImportRefused("An invoice can be replaced by an invoice only");
  if (fieldText(old, "status") === "P") {
    if (fieldNumber(old, "amtpaid") !== 0) throw new ImportRefused(`Transaction ${old.seq} has payments`);
    cancel(session, old);
    return { kind: "updated", seq: enter(session, entry).seq };
  }
  if (quirks.updateKeepsNumber) return { kind: "updated", seq: reenter(session, old, entry).seq };
  session.document.remove("transaction", old.seq);
  return { kind: "updated", seq: enter(session, entry).seq };
}

/** The transaction that `seqnum` names, to be changed. */
function named(context: ImportContext, element: XmlElement): SimRow {
  const seqnum = attribute(context, element, "seqnum");
  const row = context.session.document.table("transaction").get(Number(seqnum));
  if (row === undefined) throw new ImportRefused(`Transaction ${seqnum} does not exist`);
  requireUnlocked(context, "transaction", row);
  return row;
}
