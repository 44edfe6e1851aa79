import type { TableName } from "../../domain/ids.ts";
import { SCHEMA } from "../../domain/schema/schema.ts";
import { fieldName, prefixedName } from "./names.ts";

/** Two fields that hold the same thing in two tables, as `table.field`. The first table refers to the second. */
interface Link {
  readonly from: readonly [table: string, field: string];
  readonly to: readonly [table: string, field: string];
}

/**
 * How tables refer to each other, the usual link of a pair first. The manual names no full list: inferred from the
 * fields' names. Lines hold `ACCOUNT-DEPT`, so they are no plain link to accounts.
 */
const LINKS: readonly Link[] = [
  link("transaction.namecode", "name.code"),
  link("transaction.contra", "account.code"),
  link("detail.parentseq", "transaction.sequencenumber"),
  link("detail.stockcode", "product.code"),
  link("detail.jobcode", "job.code"),
  link("detail.taxcode", "taxrate.taxcode"),
  link("payments.invoiceid", "transaction.sequencenumber"),
  link("payments.cashtrans", "transaction.sequencenumber"),
  link("product.supplier", "name.code"),
  link("job.client", "name.code"),
  link("jobsheet.job", "job.code"),
  link("jobsheet.resource", "product.code"),
  link("contacts.parentseq", "name.sequencenumber"),
  link("memo.nameseq", "name.sequencenumber"),
  link("build.productseq", "product.sequencenumber"),
  link("inventory.productseq", "product.sequencenumber"),
  link("ledger.accountcode", "account.code"),
  link("ledger.department", "department.code"),
  link("link.dept", "department.code"),
  link("account.taxcode", "taxrate.taxcode"),
  link("name.recaccount", "account.code"),
  link("name.payaccount", "account.code"),
  link("product.salesacct", "account.code"),
  link("product.cogacct", "account.code"),
  link("product.stockacct", "account.code"),
  link("assetlog.parentseq", "asset.sequencenumber"),
];

function link(from: string, to: string): Link {
  const pair = (text: string) => text.split(".") as [string, string];
  return { from: pair(from), to: pair(to) };
}

/** The fields to compare when a selection of one table leads to another, as their scopes know them. */
export interface Join {
  readonly source: string;
  readonly target: string;
}

/**
 * @param field picks a link by the name of the referring field (`[payments.cashtrans]`); null: the pair's usual link
 * @returns null where the tables do not refer to each other (by that field)
 */
export function joinOf(source: string, target: string, field: string | null): Join | null {
  for (const { from, to } of LINKS) {
    if (field !== null && from[1] !== field) continue;
    if (from[0] === source && to[0] === target) return { source: spelled(from), target: spelled(to) };
    if (from[0] === target && to[0] === source) return { source: spelled(to), target: spelled(from) };
  }
  return null;
}

function spelled([table, field]: readonly [string, string]): string {
  const schema = SCHEMA.get(table as TableName);
  return schema === undefined ? field : (fieldName(schema, prefixedName(schema, field)) ?? field);
}
