import type { RunKind, RunSummary } from "../../src/domain/run.ts";
import type { PromoteResult } from "../../src/promoter/promote-branches.ts";
import type { Trouble } from "./scenario/scenario.ts";
import type { Trace } from "./trace.ts";
import { type Counts, count } from "./world/points.ts";
import type { RunOutcome } from "./world/run.ts";

/** Writes what happened into the trace, and counts it. */
export class Chronicle {
  readonly runs: Counts = new Map();
  readonly faults: Counts = new Map();
  readonly brought: Counts = new Map();
  readonly promotions: Counts = new Map();
  readonly #trace: Trace;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  tell({ results, between, promotions, died, start }: RunOutcome): void {
    for (const { summary, error } of [...results, ...between]) {
      const sum = summary.tables.map(
        ({ table, read, added, changed, deleted }) => `${table} ${read}/${added}/${changed}/${deleted}`,
      );
      this.#trace.add(
        `  ${summary.kind} ${summary.outcome} ${error?.code ?? ""} ${summary.commit ?? ""} ${sum.join(", ")}`,
      );
      count(this.runs, `${summary.kind} ${summary.outcome}`);
    }
    if (promotions !== null) this.#tellPromotions(promotions);
    if (died !== null) count(this.runs, "died");
    if (start !== null) count(this.runs, "did not start");
    if (died !== null) this.#trace.add(`  died ${died}`);
    if (start !== null) this.#trace.add(`  did not start: ${start.code}`);
  }

  /** What goes wrong in the run that comes. */
  planned(trouble: Trouble): void {
    if (trouble.on !== "crash" && trouble.on !== "request") count(this.faults, nameOf(trouble));
  }

  cancelled(): void {
    this.#trace.add("    cancelled");
    count(this.faults, "cancelled");
  }

  committed(): void {
    count(this.promotions, "committed");
  }

  /** What a run had to bring when everything was well again. */
  bring(run: RunKind, { tables }: RunSummary): void {
    for (const { added, changed, deleted } of tables) {
      count(this.brought, `${run}: added or changed`, added + changed);
      count(this.brought, `${run}: deleted`, deleted);
    }
  }

  #tellPromotions({ reports, error }: PromoteResult): void {
    for (const { outcome, branch, commit, main, reasons, records } of reports) {
      const all = [...reasons, ...records.flatMap((record) => record.reasons)];
      const codes = [...new Set(all.map(({ code }) => code))];
      this.#trace.add(`  ${outcome} ${commit} on ${branch} ${main ?? ""} ${codes.join(" ")}`);
      count(this.promotions, outcome);
      for (const code of codes) count(this.promotions, `${outcome}: ${code}`);
    }
    if (error === null) return;
    this.#trace.add(`  promotions: ${error.code}`);
    count(this.promotions, `turn ended early: ${error.code}`);
  }
}

function nameOf(trouble: Exclude<Trouble, { on: "crash" | "request" }>): string {
  if (trouble.on === "late import") return trouble.on;
  const name =
    trouble.on === "moneyworks" ? trouble.fault.effect.kind : trouble.on === "remote" ? trouble.effect : trouble.code;
  return `${trouble.on}: ${name}`;
}
