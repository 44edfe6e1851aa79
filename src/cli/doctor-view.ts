import type { DoctorFinding } from "../app/doctor/finding.ts";
import { visible } from "../lib/text-table.ts";

const CHECK_WIDTH = 18;

/** A finding as a line, and below it what to do. */
export function findingText({ check, state, says, next }: DoctorFinding): string {
  const line = `${state.padEnd(4)}  ${check.padEnd(CHECK_WIDTH)}  ${visible(says)}\n`;
  return next === null ? line : `${line}${" ".repeat(CHECK_WIDTH + 8)}${visible(next)}\n`;
}
