import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { CodeDomain } from "../model/rule.ts";

/** Largest sequence number that canonical/ reads. */
const MOST = 0xffffffff;
/** A negative invoiceid is this and the number of a name (manual). */
const OF_A_NAME = -0x80000000;

/** Tables of which each copy has its own records. All others are there once: they are the company's settings. */
const COPIED: ReadonlySet<string> = new Set([
  "name",
  "contacts",
  "memo",
  "product",
  "build",
  "inventory",
  "job",
  "jobsheet",
  "transaction",
  "detail",
  "payments",
  "asset",
  "assetcat",
  "assetlog",
  "stickies",
]);

/** Codes of those tables, and numbers of documents. All others mean the same in each copy. */
const COPIED_CODES: ReadonlySet<CodeDomain> = new Set<CodeDomain>(["name", "product", "job", "asset", "document"]);

/** Tables that hold sums of records of all copies. */
const SUMMED: ReadonlySet<string> = new Set(["ledger", "offledger", "taxrate", "bankrecs"]);

/** Most characters of the shortest field that defines such a code: a further copy's codes end in its number where it fits. */
const CODE_SIZES: Readonly<Partial<Record<CodeDomain, number>>> = { name: 11, product: 31, job: 9, asset: 7 };

export function codeSize(domain: CodeDomain): number {
  return CODE_SIZES[domain] ?? 0;
}

/** Codes by which records are known that there are again in each copy. */
export const KEYED_CODES = Object.keys(CODE_SIZES) as readonly CodeDomain[];

export function isCopied(table: string): boolean {
  return COPIED.has(table);
}

export function isCopiedCode(domain: CodeDomain): boolean {
  return COPIED_CODES.has(domain);
}

export function holdsSums(table: string): boolean {
  return SUMMED.has(table);
}

/** Which of how many copies. */
export interface Copy {
  readonly index: number;
  readonly of: number;
}

/**
 * The number of a record in a copy. All numbers of one copy leave the same remainder, so no two meet.
 * @throws anonymize.too-many-copies when it is larger than MoneyWorks' numbers are
 */
export function copiedNumber(table: string, number: number, { index, of }: Copy): number {
  if (of === 1 || !isCopied(table)) return number;
  const copied = number * of + index;
  if (copied > MOST) throw fail("anonymize.too-many-copies", { table, number, copies: of });
  return copied;
}

/** The same of a number as it stands in a field; what is no number stays. */
export function copiedNumberText(table: string, text: string, copy: Copy): string {
  if (copy.of === 1) return text;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number === 0) return text;
  if (number > 0) return String(copiedNumber(table, number, copy));
  const name = copiedNumber("name", number - OF_A_NAME, copy);
  if (name >= -OF_A_NAME) throw fail("anonymize.too-many-copies", { table: "name", number: name, copies: copy.of });
  return number > OF_A_NAME ? String(OF_A_NAME + name) : text;
}
