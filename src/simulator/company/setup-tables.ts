import { awkwardCodes, sometimesAwkward } from "./awkward.ts";
import { type AccountSpec, CHART, DEPARTMENTS, DEPRECIATION, GST_CONTROL, GST_PAID, TAX_RATES } from "./chart.ts";
import type { NewRow } from "./data.ts";
import type { Plan } from "./plan.ts";
import { rngAt } from "./random.ts";
import { type Draft, decimal, double, integer, sequenceNumber, withoutBlanks } from "./values.ts";

/** Account.flags of a bank account (observed: 16). */
const BANK_FLAG = "16";
/** Account sequence numbers in use begin here. */
const FIRST_ACCOUNT = 98;
const CREATED = "20120312104501";

/** A row of a table whose number is its place. Its modtime is any time, or one that a bulk action left behind. */
export function plainRow(plan: Plan, table: string, index: number, draft: Draft): NewRow {
  const rng = rngAt(plan.seed, `${table}.modtime`, index);
  const modtime = rng.once(4) ? plan.time.bulkStamp(rng) : plan.time.anyStamp(rng);
  return { seq: sequenceNumber(index), modtime, fields: withoutBlanks(draft) };
}

export function* accounts(plan: Plan): Generator<NewRow> {
  for (const [index, account] of CHART.entries()) {
    yield { ...plainRow(plan, "account", index, accountFields(account)), seq: index + FIRST_ACCOUNT };
  }
}

function accountFields({ code, description, type, system, category, taxCode }: AccountSpec): Draft {
  const isIncome = type === "IN" || type === "SA" || type === "CS" || type === "EX";
  const bank = system === "BK" ? { flags: BANK_FLAG, manualchequenumber: "000231", printedchequenumber: "000500" } : {};
  return {
    code,
    description,
    type,
    system: system ?? "",
    category: category ?? "",
    taxcode: taxCode ?? "",
    pandl: isIncome ? "3400" : "",
    created: CREATED,
    ...bank,
  };
}

export function* departments(plan: Plan): Generator<NewRow> {
  for (const [index, [code, description]] of DEPARTMENTS.entries()) {
    yield plainRow(plan, "department", index, { code, description, classification: index === 2 ? "WEB" : "SHOP" });
  }
}

export function* taxRates(plan: Plan): Generator<NewRow> {
  for (const [index, { code, name, percent }] of TAX_RATES.entries()) {
    const rates = { rate1: double(percent), rate2: double(percent), date: percent === 0 ? "" : "20101001" };
    const accounts = percent === 0 ? {} : { paidaccount: GST_PAID, recaccount: GST_CONTROL };
    yield plainRow(plan, "taxrate", index, { taxcode: code, ratename: name, ...rates, ...accounts });
  }
}

/** Codes of `general` repeat and are blank in exports (observed). */
export function* generals(plan: Plan): Generator<NewRow> {
  const codes = ["SALES", "COST", "OVERHD", "", "NORTH", "SOUTH", "NORTH", ""];
  for (let index = 0; index < plan.counts.general; index += 1) {
    const code = codes[index % codes.length] ?? "";
    yield plainRow(plan, "general", index, {
      code,
      description: code === "" ? "Counter" : `Category ${code}`,
      long: integer(index * 7),
    });
  }
}

/** Values that add-ons keep: key and data. */
export function* users(plan: Plan): Generator<NewRow> {
  const keys = plan.awkward ? awkwardCodes(9) : [];
  for (let index = 0; index < plan.counts.user; index += 1) {
    const key = index % 2 === 1 ? (keys[(index * 5) % keys.length] ?? `opt${index}`) : `opt${index}`;
    const data = sometimesAwkward(rngAt(plan.seed, "user", index), `{"panel":${index}}`, 245);
    yield plainRow(plan, "user", index, { key, data });
  }
}

export function* assetCategories(plan: Plan): Generator<NewRow> {
  for (let index = 0; index < plan.counts.assetcat; index += 1) {
    const accounts = { assetaccount: "1800", depexpense: "7500", accumdep: DEPRECIATION };
    yield plainRow(plan, "assetcat", index, {
      code: assetCategory(index),
      description: `Plant group ${index + 1}`,
      ...accounts,
    });
  }
}

export function* assets(plan: Plan): Generator<NewRow> {
  for (let index = 0; index < plan.counts.asset; index += 1) {
    const rng = rngAt(plan.seed, "asset", index);
    const cost = rng.between(800, 60_000);
    const written = Math.floor((cost * rng.int(80)) / 100);
    const worth = { cost: integer(cost), accumdepreciation: integer(written), bookvalue: integer(cost - written) };
    const bought = {
      acquisitiondate: plan.time.date(rng.int(plan.time.days)),
      qty: "1",
      expectedlife: integer(rng.between(3, 12)),
    };
    const code = `PLANT-${String(index + 1).padStart(5, "0")}`;
    const category = assetCategory(rng.int(plan.counts.assetcat));
    yield plainRow(plan, "asset", index, {
      code,
      description: `Bench saw ${index + 1}`,
      category,
      ...worth,
      ...bought,
    });
  }
}

function assetCategory(index: number): string {
  return `PLANT${index + 1}`;
}

/** Balances are plausible, not the sum of the transactions: MoneyWorks itself keeps years that were purged in them. */
export function* ledgers(plan: Plan): Generator<NewRow> {
  for (let index = 0; index < plan.counts.ledger; index += 1) {
    const account = CHART[index % CHART.length];
    const dept = ["", ...DEPARTMENTS.map(([code]) => code)][Math.floor(index / CHART.length)];
    if (account === undefined || dept === undefined) return;
    yield plainRow(plan, "ledger", index, { ...ledgerFields(account, dept), ...balances(plan, index) });
  }
}

function ledgerFields({ code, category, type, system }: AccountSpec, dept: string): Draft {
  return {
    accountcode: code,
    department: dept,
    category: category ?? "",
    type,
    system: system ?? "",
    concat: `${code}-${dept}`,
  };
}

function balances(plan: Plan, index: number): Draft {
  const rng = rngAt(plan.seed, "ledger", index);
  const draft: Draft = { balance: decimal(rng.between(-900_000, 5_000_000)) };
  for (let month = 1; month <= 12; month += 1) {
    draft[`balancelast${String(month).padStart(2, "0")}`] = decimal(rng.between(-900_000, 5_000_000));
  }
  return draft;
}
