/**
 * Bank accounts of New Zealand: bank (2 digits), branch (4), base (7 or 8), suffix (2 to 4). From "RWT and NRWT certificates
 * filing specification", Inland Revenue, chapter on validation of bank accounts.
 */
interface Bank {
  readonly branches: readonly (readonly [from: number, to: number])[];
  /** Absent: A for base numbers below 990000, B from there on. */
  readonly algorithm?: Algorithm;
}

type Algorithm = "A" | "B" | "D" | "E" | "F" | "G" | "X";

const BANKS: Readonly<Record<string, Bank>> = {
  "01": {
    branches: [
      [1, 999],
      [1100, 1199],
      [1800, 1899],
    ],
  },
  "02": {
    branches: [
      [1, 999],
      [1200, 1299],
    ],
  },
  "03": {
    branches: [
      [1, 999],
      [1300, 1399],
      [1500, 1599],
      [1700, 1799],
      [1900, 1999],
    ],
  },
  "06": {
    branches: [
      [1, 999],
      [1400, 1499],
    ],
  },
  "08": { branches: [[6500, 6599]], algorithm: "D" },
  "09": { branches: [[0, 0]], algorithm: "E" },
  "11": {
    branches: [
      [5000, 6499],
      [6600, 8999],
    ],
  },
  "12": {
    branches: [
      [3000, 3299],
      [3400, 3499],
      [3600, 3699],
    ],
  },
  "13": { branches: [[4900, 4999]] },
  "14": { branches: [[4700, 4799]] },
  "15": { branches: [[3900, 3999]] },
  "16": { branches: [[4400, 4499]] },
  "17": { branches: [[3300, 3399]] },
  "18": { branches: [[3500, 3599]] },
  "19": { branches: [[4600, 4649]] },
  "20": { branches: [[4100, 4199]] },
  "21": { branches: [[4800, 4899]] },
  "22": { branches: [[4000, 4049]] },
  "23": { branches: [[3700, 3799]] },
  "24": { branches: [[4300, 4349]] },
  "25": { branches: [[2500, 2599]], algorithm: "F" },
  "26": { branches: [[2600, 2699]], algorithm: "G" },
  "27": { branches: [[3800, 3849]] },
  "28": { branches: [[2100, 2149]], algorithm: "G" },
  "29": { branches: [[2150, 2299]], algorithm: "G" },
  "30": { branches: [[2900, 2949]] },
  "31": { branches: [[2800, 2849]], algorithm: "X" },
  "33": { branches: [[6700, 6799]], algorithm: "F" },
  "35": { branches: [[2400, 2499]] },
  "38": { branches: [[9000, 9499]] },
};

/** For branch (4 digits), base (8) and suffix (4); the bank's own digits count nowhere. */
const WEIGHTS: Readonly<Record<Algorithm, { readonly weights: readonly number[]; readonly modulo: number }>> = {
  A: { weights: [6, 3, 7, 9, 0, 0, 10, 5, 8, 4, 2, 1, 0, 0, 0, 0], modulo: 11 },
  B: { weights: [0, 0, 0, 0, 0, 0, 10, 5, 8, 4, 2, 1, 0, 0, 0, 0], modulo: 11 },
  D: { weights: [0, 0, 0, 0, 0, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0], modulo: 11 },
  E: { weights: [0, 0, 0, 0, 0, 0, 0, 0, 5, 4, 3, 2, 0, 0, 0, 1], modulo: 11 },
  F: { weights: [0, 0, 0, 0, 0, 1, 7, 3, 1, 7, 3, 1, 0, 0, 0, 0], modulo: 10 },
  G: { weights: [0, 0, 0, 0, 0, 1, 3, 7, 1, 3, 7, 1, 0, 3, 7, 1], modulo: 10 },
  X: { weights: [], modulo: 1 },
};

export interface NzAccount {
  readonly bank: string;
  readonly branch: string;
  readonly base: string;
  readonly suffix: string;
}

const SEPARATED = /^\D*(\d{2})[-\s](\d{3,4})[-\s](\d{7,8})[-\s](\d{1,4})\D*$/;
const TOGETHER = /^\D*(\d{2})(\d{4})(\d{7})(\d{2,3})\D*$/;

/** Null where the text does not have the form, or the number is not valid. */
export function nzAccount(text: string): NzAccount | null {
  const [, bank, branch, base, suffix] = SEPARATED.exec(text) ?? TOGETHER.exec(text) ?? [];
  if (bank === undefined || branch === undefined || base === undefined || suffix === undefined) return null;
  const account = { bank, branch, base, suffix };
  return isBranchOf(bank, branch) && isNzAccount(account) ? account : null;
}

export function isBranchOf(bank: string, branch: string): boolean {
  const number = Number(branch);
  return BANKS[bank]?.branches.some(([from, to]) => number >= from && number <= to) ?? false;
}

export function isNzAccount({ bank, branch, base, suffix }: NzAccount): boolean {
  const algorithm = BANKS[bank]?.algorithm ?? (Number(base) < 990_000 ? "A" : "B");
  const { weights, modulo } = WEIGHTS[algorithm];
  const digits = branch.padStart(4, "0") + base.padStart(8, "0") + suffix.padStart(4, "0");
  const products = weights.map((weight, i) => weight * Number(digits.charAt(i)));
  const summed =
    algorithm === "E" || algorithm === "G" ? products.map((product) => crossSum(crossSum(product))) : products;
  return summed.reduce((sum, product) => sum + product, 0) % modulo === 0;
}

/** Algorithms E and G add the digits of each product, and of the result once more. */
function crossSum(value: number): number {
  return Math.floor(value / 10) + (value % 10);
}
