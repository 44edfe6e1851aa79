import {
  BANK,
  EXEMPT,
  EXPENSES,
  GST,
  SERVICES,
  type TaxSpec,
  ZERO_RATED,
} from "../../../src/simulator/company/chart.ts";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { controlLine, taxLines, userLine } from "../../../src/simulator/company/line.ts";
import { rngAt } from "../../../src/simulator/company/random.ts";
import { type TradeLine, taxOn } from "../../../src/simulator/company/trade.ts";
import { decimal } from "../../../src/simulator/company/values.ts";
import type { Entry } from "./entries.ts";

/** A rate that changed, and to one with a fraction. */
const CHANGED = "20220401";
const BEFORE: TaxSpec = { code: "V", name: "Reduced", percent: 10 };
const AFTER: TaxSpec = { ...BEFORE, percent: 12.5 };

export function reducedRate(seq: number): NewRow {
  const accounts = { paidaccount: "2410", recaccount: "2400" };
  const rates = { rate1: "10.000000", date: CHANGED, rate2: "12.500000" };
  return { seq, modtime: "20220331174500", fields: { taxcode: "V", ratename: "Reduced", ...rates, ...accounts } };
}

/** A cash sale or purchase, `place` among them, whose lines have four tax codes and amounts with odd cents. */
export function mixedTaxEntry(seed: number, place: number): Entry {
  const rng = rngAt(seed, "mixed-tax", place);
  const isSale = place % 2 === 0;
  const date = `20${rng.between(19, 24)}${String(rng.between(4, 12)).padStart(2, "0")}${String(rng.between(1, 28)).padStart(2, "0")}`;
  const reduced = date < CHANGED ? BEFORE : AFTER;
  const codes = [GST, reduced, ZERO_RATED, EXEMPT, reduced].slice(place % 3);
  const lines = codes.map((tax): TradeLine => {
    const net = rng.between(1, 99_999);
    const account = isSale ? SERVICES : rng.pick(EXPENSES);
    const description = place % 5 === 0 ? "Counter, see 2203" : "Counter";
    const goods = { jobCode: "", item: null, quantity: 0, unitPrice: 0 };
    return { ...goods, account, dept: "", tax, net, taxAmount: taxOn(net, tax), description };
  });
  const tax = lines.reduce((sum, { taxAmount }) => sum + taxAmount, 0);
  const gross = lines.reduce((sum, { net }) => sum + net, tax);
  const [side, other] = isSale ? (["credit", "debit"] as const) : (["debit", "credit"] as const);
  const header = { type: isSale ? "CR" : "CP", description: "Counter", contra: BANK };
  return {
    date,
    header: { ...header, gross: decimal(gross), taxamount: decimal(tax) },
    lines: [...lines.map((line) => userLine(line, side)), controlLine(BANK, gross, other), ...taxLines(lines, side)],
  };
}
