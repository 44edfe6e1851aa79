import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkBooks } from "../../support/true-books/check-books.ts";
import { runProcess, runScript } from "../measure/run-process.ts";
import { type AnonymizeCall, type AnonymizeFigures, killAnonymize, runAnonymize } from "./anonymize-run.ts";
import { backfill } from "./backfill.ts";
import type { CompanyFiles } from "./company-data.ts";
import type { AnonymizeBenchOptions, Step } from "./options.ts";
import { hashOutput, type OutputHash } from "./output-hash.ts";

/** One line of the report: figures where a process of ours was measured, and whether what it had to show was shown. */
export interface StepReport {
  readonly step: Step;
  readonly figures: AnonymizeFigures | null;
  /** null: there was nothing to compare. */
  readonly ok: boolean | null;
  readonly note: string;
}

export interface Bench {
  readonly options: AnonymizeBenchOptions;
  readonly files: CompanyFiles;
  readonly program: readonly string[];
  /** A directory of its own. */
  readonly place: string;
}

const SECRET = "a secret of the benchmark, of thirty-two bytes or more\n";
const MEGA = 1e6;
/** The rules leave expiry dates of cards out. */
const BOOKS = ["--may-drop", "name.creditcardexpiry"];

/** Runs the steps in turn. Outputs but the first are removed once they are compared. */
export class AnonymizeSteps {
  readonly #bench: Bench;
  readonly #out: string;
  #first: (AnonymizeFigures & OutputHash) | null = null;

  constructor(bench: Bench) {
    this.#bench = bench;
    this.#out = join(bench.place, "first");
    mkdirSync(bench.place, { recursive: true });
    writeFileSync(join(bench.place, "secret"), SECRET, { mode: 0o600 });
  }

  async run(step: Step): Promise<StepReport> {
    switch (step) {
      case "baseline":
        return await this.#baseline();
      case "first":
        return await this.#firstRun();
      case "again":
        return await this.#same(step, {});
      case "one-job":
        return await this.#same(step, { more: ["--jobs", "1", "--no-audit"] });
      case "shuffled":
        return await this.#same(step, { from: await this.#bench.files.of("shuffled") });
      case "resumed":
        return await this.#resumed();
      case "audited":
        return await this.#audited();
      case "books":
        return await this.#books();
      case "backfill":
        return await this.#backfill();
    }
  }

  async #call(to: string, changes: Partial<AnonymizeCall>): Promise<AnonymizeCall> {
    const { options, files, program, place } = this.#bench;
    const from = changes.from ?? (await files.of(options.from));
    const more = changes.more ?? ["--no-audit"];
    return { program, as: options.as, secret: join(place, "secret"), ...changes, from, to, more };
  }

  /** The same bytes parsed and printed by the product's own readers, in one thread, in this very minute; and copied. */
  async #baseline(): Promise<StepReport> {
    const { transactions } = this.#bench.options;
    const { answer } = await runScript<{ records: number; seconds: number }>("baseline-anonymize", {
      transactions: Math.min(transactions, 20_000),
    });
    const rate = Math.round(answer.records / answer.seconds);
    return { step: "baseline", figures: null, ok: null, note: `parse and print alone: ${rate} transactions/s a core` };
  }

  async #firstRun(): Promise<StepReport> {
    const figures = await runAnonymize(await this.#call(this.#out, {}));
    this.#first = { ...figures, ...hashOutput(this.#out) };
    const { files, bytes, sha256 } = this.#first;
    const note = `${files} files, ${(bytes / MEGA).toFixed(0)} MB, sha256 ${sha256.slice(0, 16)}`;
    return { step: "first", figures, ok: null, note };
  }

  async #same(step: Step, changes: Partial<AnonymizeCall>): Promise<StepReport> {
    const to = join(this.#bench.place, step);
    const call = await this.#call(to, changes);
    const figures = await runAnonymize(call);
    const { ok, note } = this.#compare(to);
    return { step, figures, ok, note };
  }

  async #audited(): Promise<StepReport> {
    const to = join(this.#bench.place, "audited");
    const figures = await runAnonymize(await this.#call(to, { more: [] }));
    const { ok, note } = this.#compare(to);
    const { isClean = false, text = "no audit" } = figures.audit ?? {};
    return { step: "audited", figures, ok: ok && isClean, note: `${note}; ${isClean ? "nothing survived" : text}` };
  }

  async #resumed(): Promise<StepReport> {
    const to = join(this.#bench.place, "resumed");
    const call = await this.#call(to, {});
    const half = (this.#first?.seconds ?? 2) / 2;
    const wasAtWork = await killAnonymize(call, half);
    const figures = await runAnonymize({ ...call, more: [...(call.more ?? []), "--resume"] });
    const { ok, note } = this.#compare(to);
    return { step: "resumed", figures, ok: ok && wasAtWork, note: `killed after ${half.toFixed(1)} s; ${note}` };
  }

  #compare(to: string): { readonly ok: boolean; readonly note: string } {
    const { sha256 } = hashOutput(to);
    rmSync(to, { recursive: true, force: true });
    const ok = sha256 === this.#first?.sha256;
    return { ok, note: ok ? "the same bytes" : `other bytes: sha256 ${sha256.slice(0, 16)}` };
  }

  async #books(): Promise<StepReport> {
    const original = await this.#bench.files.of("exports");
    const path = this.#bench.options.as === "snapshot" ? join(this.#out, "snapshot.jsonl") : this.#out;
    const started = performance.now();
    const { code, lines, errors } = checkBooks(path, "--same-shape-as", original, ...BOOKS);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const note = `${lines.join("; ")}${errors}, the original and the shape too, in ${seconds} s`;
    return { step: "books", figures: null, ok: code === 0, note };
  }

  /** Of staging or a mirror: exports do not have the numbers of payments, of which their paths are made. */
  async #backfill(): Promise<StepReport> {
    const [snapshot, canonical] = ["snapshot", "canonical"].map((as) => join(this.#bench.place, `as-${as}`)) as [
      string,
      string,
    ];
    const from = await this.#bench.files.of(this.#bench.options.from === "mirror" ? "mirror" : "staging");
    for (const [as, to] of [
      ["snapshot", snapshot],
      ["canonical", canonical],
    ] as const) {
      await runAnonymize({ ...(await this.#call(to, { from })), as });
    }
    const { ok, note } = await backfill({ ...this.#bench, snapshot: join(snapshot, "snapshot.jsonl"), canonical });
    await runProcess(["rm", "-rf", snapshot, canonical], { cwd: "/" });
    return { step: "backfill", figures: null, ok, note };
  }
}
