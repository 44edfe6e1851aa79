import type { Adoption } from "../../../src/api/contract/adoption.ts";
import type { Change } from "../../../src/api/contract/change.ts";
import type { PromotionReport } from "../../../src/api/contract/promotion.ts";
import type { Difference, RunDetail, RunProgress } from "../../../src/api/contract/run.ts";
import type { HaltState, Health, Status } from "../../../src/api/contract/status.ts";
import type { AdoptRequest, Control, Reading, Service, Started, StartRequest } from "../../../src/api/service.ts";
import { fail } from "../../../src/domain/errors/tidemark-error.ts";
import type { RunId } from "../../../src/domain/ids.ts";
import { findRecord, makeCompany } from "./company.ts";
import { FakeFeed } from "./feed.ts";
import { reportOf, statusOfReport } from "./promotions.ts";
import { fakeReading } from "./reading.ts";
import { checkReport, newRun, progressAt } from "./runs.ts";
import { statusOf } from "./status.ts";

export interface FakeOptions {
  /** Milliseconds that a run takes. */
  readonly runMs?: number;
  /** Steps in which it tells of its progress. */
  readonly steps?: number;
}

/**
 * A service behind the API that holds a company in memory. Tests tell it what happens: `edit`, `drift`, `fail`, `halt`; runs take as long
 * as they are told to and find what was edited since.
 */
export class FakeService implements Service {
  readonly company = makeCompany();
  readonly runs: RunDetail[] = [];
  readonly changes: Change[] = [];
  readonly incoming: PromotionReport[] = [];
  readonly events: FakeFeed;
  readonly reading: { -readonly [K in keyof Reading]: Reading[K] };
  readonly control: Control;
  /** What a check finds. */
  differences: Difference[] = [];
  /** What the next run fails with. */
  failure: { readonly code: string; readonly message: string } | null = null;
  /** How the next run ends, where not well. */
  outcome: RunDetail["outcome"] = "ok";
  halted: HaltState | null = null;
  paused: string | null = null;
  /** What was started, woken and adopted, in order. */
  readonly asked: string[] = [];
  readonly #options: Required<FakeOptions>;
  readonly #startedAt = new Date().toISOString();
  #running: { readonly run: RunDetail; progress: RunProgress | null; readonly abort: AbortController } | null = null;
  #status: Status | null = null;
  #runCount = 0;

  constructor(options: FakeOptions = {}) {
    this.#options = { runMs: 50, steps: 5, ...options };
    this.events = new FakeFeed(() => this.status());
    this.reading = fakeReading(this);
    this.control = this.#control();
  }

  metrics(): string {
    return `# TYPE tidemark_runs counter\ntidemark_runs_total ${this.runs.length}\n# EOF\n`;
  }

  health(): Health {
    return { ready: this.halted === null, reasons: this.halted === null ? [] : [this.halted.message] };
  }

  /** The same object until something happens. */
  status(): Status {
    this.#status ??= statusOf({
      at: new Date().toISOString(),
      startedAt: this.#startedAt,
      commit: this.head(),
      tables: [...this.company].map(([table, records]) => ({ table, records: records.length })),
      runs: this.runs,
      running: this.#running?.progress ?? null,
      pausedSince: this.paused,
      nextPollAt: new Date(Date.now() + 600_000).toISOString(),
      promotions: this.incoming.map(statusOfReport),
      halt: this.halted,
    });
    return this.#status;
  }

  /** Somebody changed a field in MoneyWorks, and a poll brought it. */
  edit(table: string, key: string, field: string, value: string): void {
    const record = findRecord(this.company, table, key);
    const old = record.fields.get(field) ?? null;
    record.fields.set(field, value);
    const run = this.#newId();
    const change: Change = {
      id: this.changes.length + 1,
      at: new Date().toISOString(),
      run,
      commit: this.head(),
      table,
      key,
      operation: "changed",
      field,
      old,
      new: value,
    };
    const since = String(this.changes.length);
    this.changes.push(change);
    this.events.emit("changes", { count: 1, changes: [change], since });
    this.changed();
  }

  /** An incoming commit was judged. */
  promote(report: Partial<PromotionReport> = {}): PromotionReport {
    const made = reportOf(this.incoming.length + 1, this.#newId(), report);
    this.incoming.unshift(made);
    this.events.emit("promotion", statusOfReport(made));
    this.changed();
    return made;
  }

  halt(code: string, message: string, hint: string, ways: HaltState["ways"] = []): void {
    this.halted = { code, message, hint, since: new Date().toISOString(), ways };
    this.changed();
  }

  /** The status is another now. */
  changed(): void {
    this.#status = null;
    this.events.emit("status", this.status());
  }

  /** The commit that main is at. */
  head(): string {
    return `${this.changes.length + this.#runCount}`.padStart(40, "a");
  }

  #newId(): RunId {
    return Bun.randomUUIDv7() as RunId;
  }

  #control(): Control {
    return {
      ready: () => Promise.resolve(),
      start: (request) => this.#start(request),
      cancel: () => {
        const running = this.#running;
        running?.abort.abort();
        return (running?.run.run ?? null) as RunId | null;
      },
      pause: () => {
        this.paused ??= new Date().toISOString();
        this.changed();
        return this.paused;
      },
      resume: () => {
        this.paused = null;
        this.changed();
      },
      adopt: async (request) => this.#adopt(request),
      wake: () => {
        this.asked.push("wake");
      },
      isIncoming: (branch) => branch === "changes" || branch.startsWith("edits/"),
    };
  }

  #start({ kind, tables, allowDeletes }: StartRequest): Started {
    const under = this.#running?.run;
    if (under !== undefined) throw fail("api.busy", { run: under.run, kind: under.kind });
    for (const table of tables ?? []) if (!this.company.has(table)) throw fail("sync.unmirrored-table", { table });
    this.asked.push(`${kind} ${tables?.join(",") ?? "all"} ${allowDeletes}`);
    const id = this.#newId();
    const run = newRun(id, kind, new Date().toISOString());
    this.runs.unshift(run);
    this.#runCount += 1;
    const watchers = new Set<(progress: RunProgress) => void>();
    this.#running = { run, progress: null, abort: new AbortController() };
    const done = this.#play(run, tables ?? [...this.company.keys()], watchers);
    return {
      run: id,
      done,
      watch: (watcher) => {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
      },
    };
  }

  async #play(run: RunDetail, tables: readonly string[], watchers: Iterable<(progress: RunProgress) => void>) {
    const { runMs, steps } = this.#options;
    const running = this.#running;
    if (running === null) throw new Error("nothing runs");
    this.events.emit("run", run);
    const total = tables.reduce((sum, table) => sum + (this.company.get(table)?.length ?? 0), 0);
    for (let step = 0; step < steps && !running.abort.signal.aborted; step += 1) {
      const at = Math.floor((step * tables.length) / steps);
      const table = tables[at] ?? "";
      const done = Math.floor((total * (step + 1)) / steps);
      running.progress = progressAt(run, { table, tableNumber: at + 1, tableCount: tables.length, done, total });
      for (const watch of watchers) watch(running.progress);
      this.events.emit("progress", running.progress);
      this.#status = null;
      await Bun.sleep(runMs / steps);
    }
    return this.#end(run, { tables, total, cancelled: running.abort.signal.aborted });
  }

  #end(run: RunDetail, { tables, total, cancelled }: { tables: readonly string[]; total: number; cancelled: boolean }) {
    const counted = tables.map((table) => ({ table, records: this.company.get(table)?.length ?? 0 }));
    const check = run.kind === "check" && !cancelled ? checkReport(counted, this.differences) : null;
    const error = cancelled ? { code: "run.cancelled", message: "The run was cancelled." } : this.failure;
    const failed = error === null ? this.outcome : this.outcome === "ok" ? "failed" : this.outcome;
    const outcome = cancelled ? "cancelled" : check?.outcome === "different" ? "different" : failed;
    const zero = { added: 0, changed: 0, deleted: 0 };
    const ended: RunDetail = {
      ...run,
      outcome,
      check,
      error,
      endedAt: new Date().toISOString(),
      ms: Date.now() - Date.parse(run.startedAt),
      records: { read: total, ...zero },
      requests: 17,
      bytes: total * 1500,
      differences: check?.differences ?? null,
      tables: counted.map(({ table, records }) => ({ table, read: records, ...zero, same: records })),
    };
    this.runs[this.runs.indexOf(run)] = ended;
    this.#running = null;
    this.events.emit("run", ended);
    this.changed();
    return ended;
  }

  #adopt({ side, confirm }: AdoptRequest): Adoption {
    this.asked.push(`adopt ${side} ${confirm}`);
    if (this.halted === null) return { proposal: null, adopted: null };
    const word = "amber-anchor";
    if (confirm === null) return { proposal: { side, word, findings: [], document: null }, adopted: null };
    if (confirm !== word) throw fail("adopt.other-word", { word: confirm });
    this.halted = null;
    this.changed();
    return { proposal: null, adopted: { commit: this.head(), asides: [], pushed: true } };
  }
}
