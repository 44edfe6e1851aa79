import { Cron } from "croner";
import type { ValueType } from "./option.ts";
import { wrongType } from "./value-types.ts";

/** A cron expression of five fields, or `off`: null. */
export const cronType: ValueType<string | null> = {
  expected: "a cron expression of five fields, such as 0 3 * * 0 for Sundays at three, or off",
  placeholder: "CRON",
  parse(raw) {
    if (raw.value === "off") return { value: null };
    const text = typeof raw.value === "string" ? raw.value.trim() : "";
    return isCron(text) ? { value: text } : wrongType(this.expected, raw);
  },
  format: (expression) => expression ?? "off",
};

/** The next time after `after` on this host's clock; null: never again. Both in ms since 1970. */
export function nextTime(expression: string, after: number): number | null {
  return cron(expression).nextRun(new Date(after))?.getTime() ?? null;
}

/** Seconds are no field here: a sync takes longer. */
function isCron(text: string): boolean {
  if (text.split(/\s+/).length !== 5) return false;
  try {
    return cron(text).nextRun() !== null;
  } catch {
    return false;
  }
}

/** It only reckons: nothing is scheduled without a function to call. */
function cron(expression: string): Cron {
  return new Cron(expression, { paused: true, mode: "5-part" });
}
