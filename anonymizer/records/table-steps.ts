import { namesLedgers, timesText } from "../books/columns.ts";
import type { Rule } from "../model/rule.ts";
import { holdsSums } from "./copies.ts";
import { type StepSource, type ValueStep, valueStep } from "./value-steps.ts";

/** Whether a row's amounts are money; exchange rates are kept. */
export type AmountUse = "scaled" | "kept";

/** How MoneyWorks describes a tax line (observed): `G @ 15.0000%`. */
const TAX_LINE = /^(\S{1,5})( @ -?\d{1,3}\.\d{4}%)$/;

/** What is different in some tables from what a field's rule says. */
export function tableSteps(source: StepSource, table: string, use: AmountUse) {
  return (name: string, rule: Rule, step: ValueStep | null): ValueStep | null => {
    if (namesLedgers(table, name) && rule.kind === "code" && use === "scaled")
      return (value) => source.shared.code(value);
    if (step === null) return step;
    if (table === "detail" && name === "description" && rule.kind === "text") return taxLineStep(source, step);
    if (rule.kind !== "amount") return step;
    if (use === "kept") return null;
    return source.copy.of === 1 || !holdsSums(table) ? step : (value) => timesText(step(value), source.copy.of);
  };
}

/** Code and rate of a tax line stay what the line says in other fields. */
function taxLineStep(source: StepSource, step: ValueStep): ValueStep {
  const code = valueStep(source, "detail", { kind: "code", domains: ["tax"] }, 0);
  return (value) => {
    const [, original, rate] = value.endsWith("%") ? (TAX_LINE.exec(value) ?? []) : [];
    if (original === undefined || rate === undefined) return step(value);
    return `${code === null ? original : code(original)}${rate}`;
  };
}
