import { asTidemarkError } from "../../domain/errors/tidemark-error.ts";
import { withFields } from "../../domain/log-fields.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Http } from "../../domain/ports/http.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { Mailer } from "../../domain/ports/mailer.ts";
import type { Random } from "../../domain/ports/random.ts";
import type { Staging } from "../../domain/ports/staging.ts";
import type { PromotionReport } from "../../domain/promotion.ts";
import type { NoticeFigures } from "../metrics/metrics.ts";
import type { RunEnd } from "../run-end.ts";
import { Wake } from "../wake.ts";
import { Courier } from "./courier.ts";
import type { HaltNews } from "./halt-news.ts";
import { Heartbeat } from "./heartbeat.ts";
import { hear, type NotifyEvent, nextDue } from "./incidents.ts";
import type { Speaker } from "./message-text.ts";
import { redacted } from "./notice.ts";
import { nextAttempt } from "./outbox.ts";
import { sendersOf } from "./senders.ts";
import { type Memory, readMemory, writeMemory } from "./store.ts";
import type { Targets } from "./targets.ts";

/** Is told what happened, and tells people what needs them. Never throws, and nobody waits for it. */
export interface Notifier {
  runEnded(run: RunEnd): void;
  /** Call whenever it may have changed, and once at the start: the same halt twice is no news. */
  haltChanged(halt: HaltNews | null): void;
  promotion(report: PromotionReport): void;
  /** Begins to send; ends when the signal aborts. Call once. */
  start(signal: AbortSignal): void;
  /** After that signal: resolves when nothing is being sent any more. What was never tried is tried once, for some seconds. */
  close(): Promise<void>;
  figures(): NoticeFigures;
}

export interface NotifierParts {
  readonly targets: Targets;
  readonly speaker: Speaker;
  readonly http: Http;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly staging: Pick<Staging, "setting" | "setSetting">;
  /** Takes every configured secret out of a text: an error's words may be a server's own. */
  readonly redact: (text: string) => string;
}

/** Clocks step: nothing is waited for longer without another look. */
const LONGEST_WAIT_MS = 3_600_000;
const SHORTEST_WAIT_MS = 1000;
/** What a stop may cost. */
const LAST_TRY_MS = 5000;
/** Runs that read from MoneyWorks: one that went through is a sign of life. */
const READING: ReadonlySet<string> = new Set(["poll", "full", "sweep"]);

export function createNotifier(parts: NotifierParts): Notifier {
  return new StagedNotifier({ ...parts, log: withFields(parts.log, { component: "notify" }) });
}

class StagedNotifier implements Notifier {
  readonly #parts: NotifierParts;
  readonly #courier: Courier;
  readonly #heartbeat: Heartbeat | null;
  readonly #wake = new Wake();
  #memory: Memory;
  #signal = AbortSignal.abort();
  #loop: Promise<void> = Promise.resolve();
  #beat: Promise<void> = Promise.resolve();

  constructor(parts: NotifierParts) {
    const { targets, speaker, clock, log, staging } = parts;
    this.#parts = parts;
    this.#memory = readMemory(staging);
    this.#courier = new Courier({
      senders: sendersOf(parts),
      clock,
      log,
      outbox: () => this.#memory.outbox,
      keep: (outbox) => void this.#keep({ ...this.#memory, outbox }),
    });
    const { heartbeat: target } = targets;
    this.#heartbeat = target === null ? null : new Heartbeat({ ...parts, target, version: speaker.version });
  }

  runEnded(run: RunEnd): void {
    this.#hear({ type: "run", run });
    if (run.outcome !== "ok" || !READING.has(run.kind) || this.#signal.aborted) return;
    this.#beat = this.#heartbeat?.beat(this.#signal) ?? this.#beat;
  }

  haltChanged(halt: HaltNews | null): void {
    this.#hear({ type: "halt", halt });
  }

  promotion(report: PromotionReport): void {
    this.#hear({ type: "promotion", report });
  }

  start(signal: AbortSignal): void {
    this.#signal = signal;
    if (this.#courier.ways.length > 0) this.#loop = this.#deliver(signal);
  }

  async close(): Promise<void> {
    await Promise.all([this.#loop, this.#beat]);
    const untried = Object.values(this.#memory.outbox).some(({ waiting, tries }) => waiting.length > 0 && tries === 0);
    if (untried) await this.#withDeadline((signal) => this.#courier.deliver(signal));
  }

  figures(): NoticeFigures {
    const sent = this.#courier.counters.samples();
    const waiting = this.#courier.ways.map((way) => ({ way, count: this.#memory.outbox[way]?.waiting.length ?? 0 }));
    return { sent, waiting };
  }

  #hear(event: NotifyEvent): void {
    // What happens while nobody is to be told counts as untold, should somebody be named later.
    if (this.#courier.ways.length === 0) return;
    this.#quietly(() => {
      const { clock, random, targets, redact } = this.#parts;
      const now = clock.now();
      const around = { now, newId: () => random.uuid(now), after: targets.after };
      const { state: incidents, notices } = hear(this.#memory.incidents, event, around);
      const outbox =
        notices.length === 0
          ? this.#memory.outbox
          : this.#courier.enter(notices.map((notice) => redacted(notice, redact)));
      const isNews = this.#keep({ incidents, outbox });
      if (isNews && event.type !== "tick") this.#wake.ring();
    });
  }

  /** Written only when it differs: most runs are no news. Returns whether it did. */
  #keep(memory: Memory): boolean {
    const isSame = JSON.stringify(memory) === JSON.stringify(this.#memory);
    this.#memory = memory;
    if (!isSame) this.#quietly(() => writeMemory(this.#parts.staging, memory));
    return !isSame;
  }

  async #deliver(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#turn(signal);
      await this.#wake.wait(this.#parts.clock, this.#pause(), signal);
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    try {
      this.#hear({ type: "tick" });
      await this.#courier.deliver(signal);
    } catch (reason) {
      this.#complain("a notification could not be sent", reason);
    }
  }

  #pause(): number {
    const now = this.#parts.clock.now();
    const { incidents, outbox } = this.#memory;
    const times = [nextDue(incidents, now), nextAttempt(outbox)].filter((at) => at !== null).map((at) => at - now);
    return Math.max(SHORTEST_WAIT_MS, Math.min(LONGEST_WAIT_MS, ...times));
  }

  async #withDeadline(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const [late, done] = [new AbortController(), new AbortController()];
    const watch = this.#parts.clock.sleep(LAST_TRY_MS, done.signal).then(
      () => late.abort(),
      () => {},
    );
    await work(late.signal);
    done.abort();
    await watch;
  }

  /** No run fails because nobody could be told of it. */
  #quietly(work: () => void): void {
    try {
      work();
    } catch (reason) {
      this.#complain("a notification could not be kept", reason);
    }
  }

  #complain(what: string, reason: unknown): void {
    const { code, message } = asTidemarkError(reason);
    this.#parts.log.write("warn", `${what}: ${message}`, { code });
  }
}
