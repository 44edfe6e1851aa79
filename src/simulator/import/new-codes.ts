import type { Family } from "../ledger/families.ts";
import type { FieldValues } from "../store/row.ts";
import { type ImportContext, isSet, newCode } from "./context.ts";
import { ImportRefused } from "./refused.ts";
import type { XmlElement } from "./xml-reader.ts";

/**
 * Invoices, orders and quotes need a name that exists; with `create_names="true"` an unknown one is made (manual).
 * @throws ImportRefused with the manual's wording
 */
export function requireName(context: ImportContext, family: Family, fields: FieldValues): void {
  const { document, stamp } = context.session;
  const code = fields.namecode ?? "";
  const needed = /^(DI|CI|SO|PO|QU)/.test(family.stored);
  if (code === "" && !needed) return;
  if (code !== "" && document.table("name").byKey("code", code) !== undefined) return;
  if (code === "" || !isSet(context, context.table, "create_names")) {
    throw new ImportRefused(`The debtor/creditor "${code}" does not exist`);
  }
  const kind: FieldValues = family.sale ? { customertype: "2" } : { suppliertype: "2" };
  document.table("name").insert({
    modtime: stamp,
    fields: { code: newCode(context, code), name: fields.tofrom || code, kind: "1", ...kind },
  });
}

/** With `create_jobs="true"` a line's unknown job is made (manual). */
export function requireJobs(context: ImportContext, line: XmlElement): void {
  if (!isSet(context, context.table, "create_jobs")) return;
  const { document, stamp } = context.session;
  const code = line.children.find((child) => child.name.toLowerCase() === "detail.jobcode")?.text ?? "";
  if (code === "" || document.table("job").byKey("code", code) !== undefined) return;
  document.table("job").insert({ modtime: stamp, fields: { code: newCode(context, code), description: code } });
}
