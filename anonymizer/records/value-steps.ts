import { decimalsOf, formatCents, parseCents } from "../books/cents.ts";
import type { Pseudonyms } from "../model/pseudonyms.ts";
import type { Rule, Rules } from "../model/rule.ts";
import { type Copy, codeSize, copiedNumberText, isCopied, isCopiedCode } from "./copies.ts";
import type { Sample } from "./in-sample.ts";

/** One value to another. Gets no blank ones; an empty text is a blank. */
export type ValueStep = (value: string) => string;

/** What the steps of one copy are made from. */
export interface StepSource {
  readonly rules: Rules;
  readonly copy: Copy;
  /** Of the first copy, and of this one. */
  readonly shared: Pseudonyms;
  readonly own: Pseudonyms;
  readonly sample: Sample;
}

/** @param size most characters the field holds; 0: no limit. @returns null: the value stays */
export function valueStep(source: StepSource, table: string, rule: Rule, size: number): ValueStep | null {
  const { shared } = source;
  const own = isCopied(table) ? source.own : shared;
  switch (rule.kind) {
    case "keep":
      return null;
    case "drop":
      return () => "";
    case "code":
      return codeStep(source, rule.domains);
    case "number":
      return numberStep(source, rule.table);
    case "fake":
      return (value) => own.fake(rule.what, value, size);
    case "address":
      return null;
    case "text":
      return (value) => own.text(value);
    case "amount":
      return amountStep(shared);
    case "price":
      return (value) => shared.price(value);
    case "date":
      return (value) => shared.date(value);
  }
}

/** Most amounts are whole cents with two decimals or more: for these `amount` is `cents`, which is found sooner. */
function amountStep(amounts: Pseudonyms): ValueStep {
  return (value) => {
    const decimals = decimalsOf(value);
    const cents = decimals < 2 ? Number.NaN : parseCents(value);
    return Number.isNaN(cents) || cents === 0 ? amounts.amount(value) : formatCents(amounts.cents(cents), decimals);
  };
}

type Domains = (Rule & { kind: "code" })["domains"];

/** Both parts of `ACCOUNT-DEPT` are one code to `Pseudonyms.code`; they are taken apart only where their ways part. */
function codeStep(source: StepSource, domains: Domains): ValueStep | null {
  const [first, second] = domains;
  if (first === undefined) return null;
  const head = oneCode(source, first);
  if (second === undefined) return head;
  const tail = oneCode(source, second);
  if (head === null && tail === null) return null;
  if (head !== null && tail !== null && !domains.some(isCopiedCode)) return head;
  return (value) => {
    const hyphen = value.indexOf("-");
    if (hyphen < 0) return head === null ? value : head(value);
    const [before, after] = [value.slice(0, hyphen), value.slice(hyphen + 1)];
    return `${head === null ? before : head(before)}-${tail === null || after === "" ? after : tail(after)}`;
  };
}

/** Numbers of documents may be the same in two copies, as they may be in one. */
function oneCode({ rules, shared, own, copy }: StepSource, domain: Domains[number]): ValueStep | null {
  if (rules.codes.get(domain) === "keep") return null;
  if (!isCopiedCode(domain)) return (value) => shared.code(value);
  const size = codeSize(domain);
  return copy.index === 0 || size === 0 ? (value) => own.code(value) : (value) => own.codeWithin(value, size);
}

function numberStep({ copy, sample }: StepSource, table: string): ValueStep | null {
  if (table === "transaction" && !sample.isWhole) {
    return (value) => {
      const number = Number(value);
      if (number > 0 && !sample.hasTransaction(number)) return "";
      return copiedNumberText(table, value, copy);
    };
  }
  return copy.of === 1 || !isCopied(table) ? null : (value) => copiedNumberText(table, value, copy);
}
