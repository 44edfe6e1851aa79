/** How one family of transactions books. */
export interface Family {
  /** Type code of a new transaction; I stands for incomplete (manual, observed). */
  readonly stored: string;
  /** Side of the user lines; null: by the sign of the line (journals). */
  readonly side: "debit" | "credit" | null;
  /** The `system` mark of the control account; null: the family has no system lines. */
  readonly control: "AR" | "AP" | "BK" | null;
  readonly sale: boolean;
}

/** By the two-letter family that imports use (manual). Orders and quotes do not reach the ledger (manual). */
const FAMILIES: Readonly<Record<string, Family>> = {
  DI: { stored: "DII", side: "credit", control: "AR", sale: true },
  CI: { stored: "CII", side: "debit", control: "AP", sale: false },
  CR: { stored: "CR", side: "credit", control: "BK", sale: true },
  CP: { stored: "CP", side: "debit", control: "BK", sale: false },
  JN: { stored: "JN", side: null, control: null, sale: false },
  SO: { stored: "SOI", side: null, control: null, sale: true },
  PO: { stored: "POI", side: null, control: null, sale: false },
  QU: { stored: "QU", side: null, control: null, sale: true },
};

/**
 * The family of an imported or stored type code, two letters or three (both manual). Stock journals (JNS) and
 * payments of invoices (CRD, CPC) have no family here: they are not importable as transactions (manual).
 */
export function familyOf(type: string): Family | null {
  const code = type.toUpperCase();
  const family = FAMILIES[code.slice(0, 2)] ?? null;
  if (code.length === 2 || family === null) return family;
  return family.stored.length === 3 && /^..[IC]$/.test(code) ? family : null;
}

/** Whether a type code, as stored, is that of an invoice to a debtor (`DI`) or from a creditor (`CI`). */
export function isInvoice(type: string): boolean {
  return /^(DI|CI)[IC]$/.test(type);
}
