import type { SimDocument } from "../store/document.ts";
import { fieldText, type SimRow } from "../store/row.ts";

/** How lines name an account: `7230-` without a department, `7230-WEST` with one (observed). */
export interface AccountRef {
  readonly account: SimRow;
  readonly code: string;
  readonly department: string;
}

/** Takes `7230`, `7230-` or `7230-WEST` apart. @returns null when account or department does not exist */
export function findAccount(document: SimDocument, text: string): AccountRef | null {
  const dash = text.indexOf("-");
  const code = dash < 0 ? text : text.slice(0, dash);
  const department = dash < 0 ? "" : text.slice(dash + 1);
  const account = document.table("account").byKey("code", code);
  if (account === undefined) return null;
  if (department !== "" && document.table("department").byKey("code", department) === undefined) return null;
  return { account, code: fieldText(account, "code"), department };
}

/** The line form of an account: always with a hyphen (observed). */
export function lineAccount(ref: AccountRef): string {
  return `${ref.code}-${ref.department}`;
}

/** The first account with this `system` mark: `BK` bank, `AR` receivable, `AP` payable, `GR` tax received, `GP` tax paid (manual). */
export function systemAccount(document: SimDocument, system: string): string {
  for (const account of document.table("account").bySequence()) {
    if (fieldText(account, "system") === system) return fieldText(account, "code");
  }
  return "";
}
