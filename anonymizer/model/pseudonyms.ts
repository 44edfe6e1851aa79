import type { FakeKind } from "./rule.ts";

/** The parts of one address; blank parts are empty texts. */
export interface Address {
  readonly lines: readonly string[];
  readonly postcode: string;
  readonly state: string;
  readonly country: string;
}

/** Money as MoneyWorks writes it. The scale is one secret factor for the whole world of a secret. */
export interface Amounts {
  /**
   * Whole cents in, whole cents out; odd (f(-a) = -f(a)), never 0 for what is not 0. Pure in its argument. Amounts of whole units from 100.00 on
   * stay whole; these keep their order, and so do all others. Between one and another of less than a unit's difference it may turn.
   */
  cents(cents: number): number;
  /** A decimal text, with as many decimals as it came with. For two decimals it is `cents`. */
  amount(text: string): string;
  /** The same for the price of one unit: an ending such as .95 or .00 stays where the price is large enough. */
  price(text: string): string;
}

/**
 * One value to another. Each method is a pure function of the secret, the copy and its arguments: no call changes what
 * another one answers. Empty in, empty out. Marks of canonical/protect.ts (`␛{…}`) stay whole.
 */
export interface Pseudonyms extends Amounts {
  /**
   * A code of the same length: digits become digits, letters letters of the same case, all else stays. Runs of letters
   * and digits are replaced one by one, so that `1500-NTH` is `1500`, a hyphen, `NTH`. Injective, also over letter case:
   * codes that MoneyWorks holds equal (case folded) stay equal, others stay apart. Never its own pseudonym, where there is another.
   */
  code(original: string): string;
  /**
   * The code in a copy of its own: as `code`, and in copies from 1 on with `~` and the copy behind it where that fits into `size`,
   * so that no two copies have the same one. Where it does not fit copies have permutations of their own, and two codes of two copies may be the same by
   * chance. @param size of the field that defines the code, the same for every reference to it; 0 for no limit
   */
  codeWithin(original: string, size: number): string;
  /** Words, numbers and references in free text; as long as it was, line breaks where they were. */
  text(original: string): string;
  /** @param size most characters (UTF-16 units); 0 for no limit. Never equal to the original, case folded. */
  fake(what: FakeKind, original: string, size: number): string;
  /** All parts of one address, which fit together; what was blank stays blank. Pure in the first line that is not blank. */
  address(
    original: Address,
    sizes: { readonly line: number; readonly postcode: number; readonly state: number; readonly country: number },
  ): Address;
  /** `YYYYMMDD` or `YYYYMMDDHHMMSS`; a blank or impossible one stays as it is. @throws anonymize.not-a-date for any other text */
  date(original: string): string;
}

export interface PseudonymOptions {
  /** At least 16 bytes. */
  readonly secret: Uint8Array;
  /** 0, or which further copy of the data (`--scale`): another world of people, one scale of money and time. */
  readonly copy: number;
  /** `en_AU`, `en_GB` …: see values/locales.ts. */
  readonly locale: string;
  /** How many copies there are, if more than one: they share the memory for what was asked for lately. Changes no value. */
  readonly copies?: number;
}
