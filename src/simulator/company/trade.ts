import { sometimesAwkward } from "./awkward.ts";
import {
  COST_OF_SALES,
  DEPARTMENTS,
  EXEMPT,
  EXPENSES,
  GST,
  SALES,
  SERVICES,
  STOCK,
  type TaxSpec,
  ZERO_RATED,
} from "./chart.ts";
import type { Directory, Item, Party } from "./directory.ts";
import { partyGroup, placeOf } from "./layout.ts";
import type { Plan } from "./plan.ts";
import { type Rng, rngAt } from "./random.ts";
import { TASKS } from "./words.ts";

/** What somebody typed as one line of an invoice or a bill; amounts in cents. */
export interface TradeLine {
  readonly account: string;
  readonly dept: string;
  readonly tax: TaxSpec;
  readonly net: number;
  readonly taxAmount: number;
  readonly description: string;
  readonly jobCode: string;
  readonly item: Item | null;
  readonly quantity: number;
  readonly unitPrice: number;
}

export interface Trade {
  readonly party: Party;
  readonly lines: readonly TradeLine[];
  readonly tax: number;
  readonly gross: number;
}

export interface World {
  readonly plan: Plan;
  readonly directory: Directory;
}

/** The content of debtor or creditor invoice `index`: the receipt that settles it asks for it again. */
export function tradeOf(world: World, index: number, side: "debtor" | "creditor"): Trade {
  const rng = rngAt(world.plan.seed, "trade", index);
  const lines = Array.from({ length: rng.between(1, 4) }, () => lineOf(world, rng, side));
  const tax = lines.reduce((sum, line) => sum + line.taxAmount, 0);
  const net = lines.reduce((sum, line) => sum + line.net, 0);
  return { party: partyOf(world, index, side), lines, tax, gross: net + tax };
}

/** Invoices that one receipt settles are of one debtor. */
function partyOf({ plan, directory }: World, index: number, side: "debtor" | "creditor"): Party {
  const place = placeOf(index);
  const group = partyGroup(place);
  const rng =
    group === null ? rngAt(plan.seed, "stranger", index) : rngAt(plan.seed, "group", place.block * 32 + group);
  return side === "debtor" ? directory.debtor(rng) : directory.creditor(rng);
}

function lineOf(world: World, rng: Rng, side: "debtor" | "creditor"): TradeLine {
  return rng.once(4) ? serviceLine(world, rng, side) : itemLine(world, rng, side);
}

function itemLine({ plan, directory }: World, rng: Rng, side: "debtor" | "creditor"): TradeLine {
  const item = directory.anyItem(rng);
  const quantity = rng.between(1, 24);
  const unitPrice = side === "debtor" ? item.price : item.cost;
  const account = side === "debtor" ? SALES : item.stocked ? STOCK : COST_OF_SALES;
  const line = { account, item, quantity, unitPrice, net: quantity * unitPrice };
  const description = plan.awkward ? sometimesAwkward(rng, item.description, 1023) : item.description;
  return { ...line, ...coding(rng, account), ...taxed(rng, line.net), description, jobCode: "" };
}

function serviceLine({ plan, directory }: World, rng: Rng, side: "debtor" | "creditor"): TradeLine {
  const account = side === "debtor" ? SERVICES : rng.pick(EXPENSES);
  const net = rng.between(500, 300_000);
  const description = rng.pick(TASKS);
  const jobCode = rng.once(2) ? directory.jobCode(rng.int(plan.counts.job)) : "";
  return {
    account,
    ...coding(rng, account),
    ...taxed(rng, net),
    net,
    description,
    jobCode,
    item: null,
    quantity: 0,
    unitPrice: 0,
  };
}

/** Departments go with income and expenses, not with stock. */
export function coding(rng: Rng, account: string): { dept: string } {
  const dept = rng.once(3) ? (DEPARTMENTS[rng.int(DEPARTMENTS.length)]?.[0] ?? "") : "";
  return { dept: account === STOCK ? "" : dept };
}

function taxed(rng: Rng, net: number): { tax: TaxSpec; taxAmount: number } {
  const tax = rng.once(9) ? EXEMPT : rng.once(15) ? ZERO_RATED : GST;
  return { tax, taxAmount: taxOn(net, tax) };
}

/** Tax in cents, rounded half away from zero. */
export function taxOn(net: number, tax: TaxSpec): number {
  return Math.round((net * tax.percent) / 100);
}
