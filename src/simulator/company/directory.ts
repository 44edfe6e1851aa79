import { codesOf } from "./coding.ts";
import type { Plan } from "./plan.ts";
import { type Rng, rngAt } from "./random.ts";
import { fit } from "./values.ts";
import { FAMILY_WORDS, FORMS, SIZES, STREETS, THINGS, TOWNS, TRADES, WOODS } from "./words.ts";

export interface Party {
  readonly index: number;
  readonly code: string;
  readonly name: string;
  readonly address1: string;
  readonly address2: string;
  /** `address1`, CR, `address2`: as transactions hold it. */
  readonly mailing: string;
}

export interface Item {
  readonly code: string;
  readonly description: string;
  /** Cents. */
  readonly price: number;
  readonly cost: number;
  readonly stocked: boolean;
}

/** Who trades with the company and what it trades in: the part of names, products and jobs that other records repeat. */
export interface Directory {
  party(index: number): Party;
  item(index: number): Item;
  jobCode(index: number): string;
  /** Of five names three only buy, one buys and sells, one only sells. The first ones come up most. */
  debtor(rng: Rng): Party;
  creditor(rng: Rng): Party;
  anyItem(rng: Rng): Item;
}

const NAME_KINDS = 5;

/** Entries are made when first asked for and kept: their texts are then shared by all that repeat them. */
export function directory(plan: Plan): Directory {
  const { counts, awkward, seed } = plan;
  const nameCode = codesOf(awkward, 11, (index) => numbered(FAMILY_WORDS, index).toUpperCase());
  const productCode = codesOf(awkward, 31, itemCode);
  const party = memoized((index) => partyAt(rngAt(seed, "party", index), index, nameCode(index)));
  const item = memoized((index) => itemAt(rngAt(seed, "item", index), index, productCode(index)));
  return {
    party,
    item,
    jobCode: codesOf(awkward, 9, (index) => `J${String(index + 1).padStart(4, "0")}`),
    debtor: (rng) => party(debtorIndex(favourite(rng, counts.name))),
    creditor: (rng) => party(creditorIndex(favourite(rng, counts.name), counts.name)),
    anyItem: (rng) => item(favourite(rng, counts.product)),
  };
}

function memoized<T>(make: (index: number) => T): (index: number) => T {
  const made: (T | undefined)[] = [];
  return (index) => {
    const known = made[index];
    if (known !== undefined) return known;
    const entry = make(index);
    made[index] = entry;
    return entry;
  };
}

/** `Rowan`, …, then `Rowan1`, …: never the same word twice. */
function numbered(words: readonly string[], index: number): string {
  const round = Math.floor(index / words.length);
  return `${words[index % words.length] ?? ""}${round === 0 ? "" : round}`;
}

/** Half of all choices fall on the first quarter. */
function favourite(rng: Rng, count: number): number {
  return Math.floor((rng.int(1000) / 1000) ** 2 * count);
}

export function isDebtor(index: number): boolean {
  return index % NAME_KINDS !== NAME_KINDS - 1;
}

export function isCreditor(index: number): boolean {
  return index % NAME_KINDS >= NAME_KINDS - 2;
}

function debtorIndex(index: number): number {
  return isDebtor(index) ? index : index - 1;
}

function creditorIndex(index: number, count: number): number {
  if (isCreditor(index)) return index;
  const next = index - (index % NAME_KINDS) + NAME_KINDS - 2;
  return next < count ? next : NAME_KINDS - 2;
}

function partyAt(rng: Rng, index: number, code: string): Party {
  const family = FAMILY_WORDS[index % FAMILY_WORDS.length] ?? FAMILY_WORDS[0];
  const address1 = `${rng.between(1, 240)} ${rng.pick(STREETS)}`;
  const address2 = rng.pick(TOWNS);
  const name = `${family} ${rng.pick(TRADES)} ${rng.pick(FORMS)}`;
  return { index, code, name, address1, address2, mailing: `${address1}\r${address2}` };
}

function itemCode(index: number): string {
  const { thing, wood, size, round } = itemWords(index);
  return `${thing.slice(0, 3)}-${wood.slice(0, 4)}-${size[0]}${round === 0 ? "" : round}`.toUpperCase();
}

function itemWords(index: number) {
  const size = SIZES[index % SIZES.length] ?? SIZES[0];
  const wood = WOODS[Math.floor(index / 4) % WOODS.length] ?? WOODS[0];
  const thing = THINGS[Math.floor(index / 32) % THINGS.length] ?? THINGS[0];
  return { size, wood, thing, round: Math.floor(index / 320) };
}

function itemAt(rng: Rng, index: number, code: string): Item {
  const { thing, wood, size } = itemWords(index);
  const cost = rng.between(150, 24_000);
  const price = Math.round(cost * (1.3 + rng.int(90) / 100));
  return { code, description: fit(`${wood} ${thing}, ${size[1]}`, 255), price, cost, stocked: index % 4 !== 3 };
}
