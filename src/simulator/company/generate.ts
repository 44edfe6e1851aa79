import type { CompanyData, NewRow } from "./data.ts";
import { directory } from "./directory.ts";
import { type CompanyOptions, type GeneratedTable, planCompany } from "./plan.ts";
import { accounts, assetCategories, assets, departments, generals, ledgers, taxRates, users } from "./setup-tables.ts";
import { contacts, jobSheets, jobs, names, products } from "./trading-tables.ts";
import { payments, transactions } from "./transactions.ts";

export interface CompanyTable {
  readonly table: GeneratedTable;
  /** How many records `rows` will give. */
  readonly count: number;
  /** Makes the rows again at each call, in order of sequence number, one at a time. */
  rows(): Iterable<NewRow>;
}

/**
 * A plausible New Zealand company of any size, table by table and row by row: nothing is held but the codes that
 * other rows repeat. Every reference resolves and every transaction balances; balances of names and ledgers are not
 * summed up from the transactions.
 * @throws RangeError for fewer than FEWEST_RECORDS records
 */
export function companyTables(options: CompanyOptions): CompanyTable[] {
  const plan = planCompany(options);
  const world = { plan, directory: directory(plan) };
  const table = (name: GeneratedTable, rows: () => Iterable<NewRow>) => ({
    table: name,
    count: plan.counts[name],
    rows,
  });
  return [
    table("account", () => accounts(plan)),
    table("department", () => departments(plan)),
    table("taxrate", () => taxRates(plan)),
    table("general", () => generals(plan)),
    table("user", () => users(plan)),
    table("assetcat", () => assetCategories(plan)),
    table("asset", () => assets(plan)),
    table("ledger", () => ledgers(plan)),
    table("name", () => names(world)),
    table("contacts", () => contacts(world)),
    table("product", () => products(world)),
    table("job", () => jobs(world)),
    table("jobsheet", () => jobSheets(world)),
    table("transaction", () => transactions(world)),
    table("payments", () => payments(world)),
  ];
}

/** The whole company in memory: about 1 KB for each line of a transaction. @throws RangeError as companyTables */
export function generateCompany(options: CompanyOptions): CompanyData {
  return { tables: Object.fromEntries(companyTables(options).map(({ table, rows }) => [table, Array.from(rows())])) };
}
