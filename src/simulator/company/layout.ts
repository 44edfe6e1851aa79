/**
 * Which transaction is what. Transactions come in blocks of 32 with the same mix of kinds in a mixed order; a receipt
 * or payment settles invoices of the block before. So each transaction can be made from its index alone, and an
 * invoice knows whether, when and by which transaction it was paid without looking for it.
 */
export type Kind =
  | "debtor-invoice"
  | "creditor-invoice"
  | "debtor-receipt"
  | "creditor-payment"
  | "receipt"
  | "payment"
  | "journal";

const BLOCK = 32;
/** Odd, so that every slot of a block comes up once. */
const STRIDE = 13;
const INVERSE_STRIDE = 5;

/** The first slot of each kind. */
const KINDS: readonly (readonly [number, Kind])[] = [
  [30, "journal"],
  [28, "payment"],
  [26, "receipt"],
  [23, "creditor-payment"],
  [19, "debtor-receipt"],
  [11, "creditor-invoice"],
  [0, "debtor-invoice"],
];

const FIRST_RECEIPT = 19;
const RECEIPTS = 4;
const FIRST_PAYMENT = 23;
const PAYMENTS = 3;
const FIRST_BILL = 11;
/** Invoices in slots 4 and 5 are paid in half, together with those in slots 0 and 1. */
const HALF_PAID = 2;

export interface Place {
  readonly block: number;
  readonly slot: number;
}

export function placeOf(index: number): Place {
  const block = Math.floor(index / BLOCK);
  return { block, slot: ((index % BLOCK) * STRIDE + rotation(block)) % BLOCK };
}

function indexAt({ block, slot }: Place): number {
  return block * BLOCK + (((slot - rotation(block) + BLOCK) * INVERSE_STRIDE) % BLOCK);
}

function rotation(block: number): number {
  return (block * 7) % BLOCK;
}

export function kindOf({ slot }: Place): Kind {
  return KINDS.find(([first]) => slot >= first)?.[1] ?? "journal";
}

/** Invoices of one party are settled together: they have the same number here. null: settled by nothing. */
export function partyGroup({ slot }: Place): number | null {
  if (slot < RECEIPTS + HALF_PAID) return slot % RECEIPTS;
  return slot >= FIRST_BILL && slot < FIRST_BILL + PAYMENTS ? slot : null;
}

/** How an invoice was settled. */
interface Settlement {
  /** Index of the receipt or payment. */
  readonly by: number;
  readonly inFull: boolean;
}

/** @param transactions how many there are: what would come after the last one did not happen */
export function settlementOf({ block, slot }: Place, transactions: number): Settlement | null {
  const group = partyGroup({ block, slot });
  if (group === null) return null;
  const payer = slot < FIRST_BILL ? FIRST_RECEIPT + group : FIRST_PAYMENT + group - FIRST_BILL;
  const by = indexAt({ block: block + 1, slot: payer });
  return by < transactions ? { by, inFull: slot < RECEIPTS || slot >= FIRST_BILL } : null;
}

/** The invoices that a receipt or payment settles, by index; none in the first block. */
export function settledBy({ block, slot }: Place): readonly number[] {
  if (block === 0 || slot < FIRST_RECEIPT || slot >= FIRST_PAYMENT + PAYMENTS) return [];
  return settledSlots(slot).map((paid) => indexAt({ block: block - 1, slot: paid }));
}

function settledSlots(slot: number): readonly number[] {
  if (slot >= FIRST_PAYMENT) return [FIRST_BILL + slot - FIRST_PAYMENT];
  const receipt = slot - FIRST_RECEIPT;
  return receipt < HALF_PAID ? [receipt, receipt + RECEIPTS] : [receipt];
}

/** How many rows of `payments` the first `transactions` make. */
export function paymentCount(transactions: number): number {
  const full = Math.floor(transactions / BLOCK);
  let count = Math.max(0, full - 1) * (RECEIPTS + HALF_PAID + PAYMENTS);
  for (let index = full * BLOCK; index < transactions; index += 1) count += settledBy(placeOf(index)).length;
  return count;
}
