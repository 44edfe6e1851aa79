import { timesText } from "../books/columns.ts";
import type { Rule } from "../model/rule.ts";
import { holdsSums } from "./copies.ts";
import type { ValueStep } from "./value-steps.ts";

/** Whether a row's amounts are money; exchange rates are kept. */
export type AmountUse = "scaled" | "kept";

/** What is different for the amounts of some tables: rates are kept, and sums over all copies are that many times larger. */
export function wrapAmounts(table: string, use: AmountUse, copies: number) {
  return ({ kind }: Rule, step: ValueStep | null): ValueStep | null => {
    if (kind !== "amount" || step === null) return step;
    if (use === "kept") return null;
    return copies === 1 || !holdsSums(table) ? step : (value) => timesText(step(value), copies);
  };
}
