import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { Amounts } from "../model/pseudonyms.ts";
import { Stream } from "./stream.ts";

const FORM = /^([-+]?)(\d*)(?:\.(\d*))?$/;
/** From 100.00 on, whole amounts stay whole; others are whole by chance only. */
const WHOLE_FROM = 10_000;
/** Endings of prices are kept from 10.00 on. */
const PRICE_FROM = 1000;
/** Numbers of so many digits are exact. */
const EXACT_DIGITS = 15;
/** Who asks knows where: books/located.ts. */
const SOMEWHERE = { where: "An amount" };

/** The one factor of a world: 0.55 to 0.85 or 1.2 to 1.8, never so near to 1 that a known amount could be taken for itself. */
export function scaleFactor(key: Uint8Array): number {
  const stream = new Stream();
  stream.start(key);
  return stream.next() < 0.5 ? 0.55 + stream.next() * 0.3 : 1.2 + stream.next() * 0.6;
}

/**
 * Money times one secret factor. The arithmetic is one multiplication of IEEE 754 doubles and `Math.floor`, which every
 * machine does alike.
 */
export class ScaledAmounts implements Amounts {
  readonly #factor: number;

  constructor(factor: number) {
    this.#factor = factor;
  }

  cents(cents: number): number {
    if (cents < 0) return -this.cents(-cents);
    const isWhole = cents >= WHOLE_FROM && cents % 100 === 0;
    const scaled = isWhole ? this.#rounded(cents / 100) * 100 : Math.max(Math.min(cents, 1), this.#rounded(cents));
    if (!Number.isSafeInteger(cents) || !Number.isSafeInteger(scaled))
      throw fail("anonymize.amount-too-large", SOMEWHERE);
    return scaled;
  }

  /** @throws anonymize.not-an-amount, which does not quote the text */
  amount(text: string): string {
    return this.#scaled(text, (cents) => this.cents(cents));
  }

  /** @throws anonymize.not-an-amount, which does not quote the text */
  price(text: string): string {
    return this.#scaled(text, (cents) => (cents < 0 ? -this.#priceCents(-cents) : this.#priceCents(cents)));
  }

  /** Prices end in 0, 5 or 9 by habit: those endings stay, the rest is scaled as it is. */
  #priceCents(cents: number): number {
    const ending = cents % 100;
    if (cents < PRICE_FROM || ![0, 5, 9].includes(ending % 10)) return this.cents(cents);
    const scaled = this.#rounded(cents);
    return Math.max(1, Math.floor((scaled - ending) / 100 + 0.5)) * 100 + ending;
  }

  #rounded(value: number): number {
    return Math.floor(this.#factor * value + 0.5);
  }

  /** Decimals beyond the second one count only where there is something in them: `12.340000` is `12.34`. */
  #scaled(text: string, ofCents: (cents: number) => number): string {
    const plain = plainCents(text);
    if (plain >= 0) return withPoint(String(ofCents(plain)), 2);
    const [, sign, whole, fraction = ""] = FORM.exec(text) ?? [];
    if (sign === undefined || whole === undefined || whole + fraction === "") {
      if (text === "") return "";
      throw fail("anonymize.not-an-amount", SOMEWHERE);
    }
    const decimals = fraction.length;
    const beyond = fraction.slice(2);
    if (decimals === 1 || /[1-9]/.test(beyond) || whole.length + 2 > EXACT_DIGITS) {
      return this.#units(sign, whole + fraction, decimals);
    }
    const cents = ofCents(Number(whole + fraction.slice(0, 2).padEnd(2, "0")));
    if (decimals === 0) return cents === 0 ? text : signed(sign, String(Math.max(1, Math.floor(cents / 100 + 0.5))));
    return signed(sign, withPoint(String(cents), 2) + beyond);
  }

  /** Rounded to its own decimals: units of the last one, of any number of digits. */
  #units(sign: string, digits: string, decimals: number): string {
    const units = BigInt(digits);
    const bits = 53n;
    const factor = BigInt(this.#factor * 2 ** 53);
    const scaled = (units * factor + (1n << (bits - 1n))) >> bits;
    return signed(sign, withPoint(String(scaled === 0n && units > 0n ? 1n : scaled), decimals));
  }
}

/** Cents of what nearly all amounts look like, digits and two decimals; -1 for others. Six times faster than the expression. */
function plainCents(text: string): number {
  const point = text.length - 3;
  if (point < 1 || point > EXACT_DIGITS - 2 || text.charCodeAt(point) !== 0x2e) return -1;
  let cents = 0;
  for (let i = 0; i < text.length; i++) {
    if (i === point) continue;
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    cents = cents * 10 + digit;
  }
  return cents;
}

function withPoint(digits: string, decimals: number): string {
  const padded = digits.padStart(decimals + 1, "0");
  return decimals === 0 ? padded : `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}

/** Zero is written as it came, `-0.00` too. */
function signed(sign: string, digits: string): string {
  return `${sign}${digits}`;
}
