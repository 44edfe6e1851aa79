import { findAccount } from "../ledger/accounts.ts";
import type { SimDocument } from "../store/document.ts";
import type { FieldValues } from "../store/row.ts";
import { ImportRefused } from "./refused.ts";

/** Which tables a field's code must exist in, by table and field. */
const REFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  name: { recaccount: "account", payaccount: "account", splitacct1: "account", splitacct2: "account" },
  product: { supplier: "name", salesacct: "account", cogacct: "account", stockacct: "account" },
  job: { client: "name", wipaccount: "account" },
  detail: { stockcode: "product", jobcode: "job", taxcode: "taxrate" },
};

/** Checks that every code a record mentions exists (manual). @throws ImportRefused */
export function checkCodes(document: SimDocument, table: string, fields: FieldValues): void {
  for (const [field, target] of Object.entries(REFERENCES[table] ?? {})) {
    const code = fields[field] ?? "";
    if (code !== "" && !exists(document, target, code)) throw new ImportRefused(missing(target, code));
  }
}

function exists(document: SimDocument, target: string, code: string): boolean {
  if (target === "account") return findAccount(document, code) !== null;
  return document.table(target).byKey(target === "taxrate" ? "taxcode" : "code", code) !== undefined;
}

/** The wording for a name is the manual's; the others follow it (inferred). */
function missing(target: string, code: string): string {
  const what = target === "name" ? "debtor/creditor" : target === "taxrate" ? "tax code" : `${target} code`;
  return `The ${what} "${code}" does not exist`;
}
