import { type FieldValues, fieldNumber, type SimRow } from "../store/row.ts";
import { type Session, save } from "./session.ts";

const PRINTED = 0x20;

/** Prints transactions: each gets the same stamp, `printed` and flag 0x20; their lines do not change (observed). */
export function print(session: Session, numbers: readonly number[]): number {
  let printed = 0;
  for (const seq of numbers) {
    const row = session.document.table("transaction").get(seq);
    if (row === undefined) continue;
    save(session, "transaction", row, { printed: "1", flags: String(fieldNumber(row, "flags") | PRINTED) });
    printed++;
  }
  return printed;
}

export interface Reconciliation {
  /** Number of a bank line of a transaction. */
  readonly line: number;
  readonly statement: number;
  /** Whether the header is stamped as well: unknown of a real server. */
  readonly stampHeader: boolean;
}

/** Reconciles a bank line: it gets the statement's number and a stamp of its own (observed). @returns false: no such line */
export function reconcile(session: Session, { line, statement, stampHeader }: Reconciliation): boolean {
  const row = session.document.table("detail").get(line);
  if (row?.parent === undefined) return false;
  save(session, "detail", row, { statement: String(statement) });
  const header = session.document.table("transaction").get(row.parent);
  if (stampHeader && header !== undefined) save(session, "transaction", header, {});
  return true;
}

/** Uses cheque numbers of a bank account, which stamps the account (observed). @returns false: no such account */
export function useCheque(session: Session, code: string): boolean {
  const account = session.document.table("account").byKey("code", code);
  if (account === undefined) return false;
  save(session, "account", account, nextCheque(account));
  return true;
}

function nextCheque(account: SimRow): FieldValues {
  const last = account.fields.printedchequenumber ?? "000000";
  return { printedchequenumber: String(Number(last) + 1).padStart(last.length, "0") };
}
