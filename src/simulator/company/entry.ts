import { BANK, DEPRECIATION, EXEMPT, EXPENSES, GST, INTEREST, PAYABLE, RECEIVABLE } from "./chart.ts";
import type { Party } from "./directory.ts";
import { type Kind, kindOf, placeOf, settledBy, settlementOf } from "./layout.ts";
import { controlLine, type DraftLine, plainLine, taxLines, userLine } from "./line.ts";
import { type Rng, rngAt } from "./random.ts";
import { type Trade, type TradeLine, taxOn, tradeOf, type World } from "./trade.ts";

/** What a transaction says and posts; when it happened is header.ts's. Amounts in cents. */
export interface Entry {
  readonly type: string;
  readonly party: Party | null;
  readonly description: string;
  readonly contra: string;
  readonly gross: number;
  readonly tax: number;
  readonly lines: readonly DraftLine[];
}

/** One row of `payments` to come: how much of which invoice a receipt or payment settles. */
interface Allocation {
  /** Index of the invoice. */
  readonly invoice: number;
  /** Cents. */
  readonly amount: number;
}

/** @returns what transaction `index`, a receipt or payment, settles; empty when it settles nothing */
export function allocationsOf(world: World, index: number): Allocation[] {
  return settledBy(placeOf(index)).map((invoice) => {
    const settlement = settlementOf(placeOf(invoice), world.plan.counts.transaction);
    const { gross } = tradeOf(world, invoice, sideOf(invoice));
    return { invoice, amount: settlement?.inFull === true ? gross : Math.floor(gross / 2) };
  });
}

export function sideOf(index: number): "debtor" | "creditor" {
  return kindOf(placeOf(index)) === "debtor-invoice" ? "debtor" : "creditor";
}

export function entryOf(world: World, index: number, kind: Kind): Entry {
  const rng = rngAt(world.plan.seed, "entry", index);
  switch (kind) {
    case "debtor-invoice":
      return invoice(world, index, "debtor");
    case "creditor-invoice":
      return invoice(world, index, "creditor");
    case "debtor-receipt":
      return settlement(world, index, "debtor");
    case "creditor-payment":
      return settlement(world, index, "creditor");
    case "receipt":
      return cash(rng, { type: "CR", description: "Interest", account: INTEREST });
    case "payment":
      return cash(rng, { type: "CP", description: "Paid by card", account: rng.pick(EXPENSES) });
    case "journal":
      return journal(rng);
  }
}

/** DII and CII are not fully paid (I for incomplete), DIC and CIC are (manual). */
function invoice(world: World, index: number, side: "debtor" | "creditor"): Entry {
  const trade = tradeOf(world, index, side);
  const isPaid = settlementOf(placeOf(index), world.plan.counts.transaction)?.inFull === true;
  const letter = isPaid ? "C" : "I";
  const { party, gross, tax } = trade;
  if (side === "debtor") {
    const lines = tradeLines(trade, "credit", controlLine(RECEIVABLE, gross, "debit"));
    return { type: `DI${letter}`, party, description: "Widget sales", contra: RECEIVABLE, gross, tax, lines };
  }
  const lines = tradeLines(trade, "debit", controlLine(PAYABLE, gross, "credit"));
  return { type: `CI${letter}`, party, description: "Materials", contra: PAYABLE, gross, tax, lines };
}

/** Lines that people typed come first, then the control or bank line, then the tax lines (observed). */
function tradeLines(trade: Pick<Trade, "lines">, side: "debit" | "credit", control: DraftLine): DraftLine[] {
  return [...trade.lines.map((line) => userLine(line, side)), control, ...taxLines(trade.lines, side)];
}

/** A receipt of the first block settles nothing: it is an amount on account. */
function settlement(world: World, index: number, side: "debtor" | "creditor"): Entry {
  const allocations = allocationsOf(world, index);
  const rng = rngAt(world.plan.seed, "on-account", index);
  const paid = allocations.reduce((sum, { amount }) => sum + amount, 0);
  const gross = allocations.length === 0 ? rng.between(1000, 90_000) : paid;
  const [first] = allocations;
  const party = first === undefined ? anyParty(world, rng, side) : tradeOf(world, first.invoice, side).party;
  const [control, from, to] =
    side === "debtor" ? ([RECEIVABLE, "credit", "debit"] as const) : ([PAYABLE, "debit", "credit"] as const);
  const lines = [
    plainLine(control, { amount: gross, side: from, net: gross, description: "" }),
    controlLine(BANK, gross, to),
  ];
  const type = side === "debtor" ? "CRD" : "CPC";
  return { type, party, description: side === "debtor" ? "Receipt" : "Payment", contra: BANK, gross, tax: 0, lines };
}

function anyParty({ directory }: World, rng: Rng, side: "debtor" | "creditor"): Party {
  return side === "debtor" ? directory.debtor(rng) : directory.creditor(rng);
}

interface CashForm {
  readonly type: "CR" | "CP";
  readonly description: string;
  readonly account: string;
}

function cash(rng: Rng, { type, description, account }: CashForm): Entry {
  const net = rng.between(300, 50_000);
  const tax = account === INTEREST ? EXEMPT : GST;
  const line: TradeLine = { ...NO_ITEM, account, dept: "", tax, net, taxAmount: taxOn(net, tax), description };
  const gross = net + line.taxAmount;
  const [side, bankSide] = type === "CR" ? (["credit", "debit"] as const) : (["debit", "credit"] as const);
  const lines = tradeLines({ lines: [line] }, side, controlLine(BANK, gross, bankSide));
  return { type, party: null, description, contra: BANK, gross, tax: line.taxAmount, lines };
}

const NO_ITEM = { jobCode: "", item: null, quantity: 0, unitPrice: 0 } as const;

/** Debits on two expense accounts, one credit for both: MoneyWorks adds no line to a journal. */
function journal(rng: Rng): Entry {
  const amounts = [rng.between(100, 80_000), rng.between(100, 80_000)];
  const gross = amounts.reduce((sum, amount) => sum + amount, 0);
  const description = "Depreciation for the month";
  const debits = amounts.map((amount) =>
    plainLine(rng.pick(EXPENSES), { amount, side: "debit", net: amount, description }),
  );
  const credit = plainLine(DEPRECIATION, { amount: gross, side: "credit", net: -gross, description });
  return { type: "JN", party: null, description, contra: "", gross, tax: 0, lines: [...debits, credit] };
}
