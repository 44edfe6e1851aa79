import { asTidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Log } from "../../domain/ports/log.ts";
import { Counters } from "../metrics/counters.ts";
import type { Notice } from "./notice.ts";
import { type Changed, dueOf, enter, type Outbox, refused, sent, tidy, type Way } from "./outbox.ts";
import type { Send } from "./senders.ts";

export interface CourierParts {
  readonly senders: ReadonlyMap<Way, Send>;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  /** What is to be sent, and where it is kept. */
  readonly outbox: () => Outbox;
  readonly keep: (outbox: Outbox) => void;
}

/** Sends what is due, each way for itself, and remembers what was not taken. */
export class Courier {
  readonly #parts: CourierParts;
  readonly counters = new Counters();

  constructor(parts: CourierParts) {
    this.#parts = parts;
    for (const way of this.ways)
      for (const outcome of ["sent", "failed", "lost"]) this.counters.add({ way, outcome }, 0);
  }

  get ways(): readonly Way[] {
    return [...this.#parts.senders.keys()];
  }

  enter(notices: readonly Notice[]): Outbox {
    return this.#told(enter(this.#parts.outbox(), notices, this.ways));
  }

  /** Everything that is due now. Never rejects. */
  async deliver(signal: AbortSignal): Promise<void> {
    const { outbox, keep, clock } = this.#parts;
    keep(this.#told(tidy(outbox(), clock.now(), this.ways)));
    await Promise.all(this.ways.map((way) => this.#drain(way, signal)));
  }

  async #drain(way: Way, signal: AbortSignal): Promise<void> {
    const { senders, outbox, clock } = this.#parts;
    const send = senders.get(way);
    for (let isTaken = true; isTaken && send !== undefined && !signal.aborted; ) {
      const notice = dueOf(outbox(), way, clock.now());
      if (notice === null) return;
      isTaken = await this.#try(way, notice, (one) => send(one, signal));
      if (!isTaken && !signal.aborted) this.#parts.keep(refused(outbox(), way, clock.now()));
    }
  }

  async #try(way: Way, notice: Notice, send: (notice: Notice) => Promise<string | null>): Promise<boolean> {
    const { log, outbox, keep } = this.#parts;
    const fields = { way, notice: notice.id };
    try {
      const remark = await send(notice);
      keep(sent(outbox(), way, notice.id));
      this.counters.add({ way, outcome: "sent" });
      log.write(remark === null ? "info" : "warn", remark ?? `sent: ${notice.title}`, fields);
      return true;
    } catch (reason) {
      const { code, message, hint } = asTidemarkError(reason);
      this.counters.add({ way, outcome: "failed" });
      // The first attempt tells what is wrong; the next ones would say the same for a day.
      const isFirst = (outbox()[way]?.tries ?? 0) === 0;
      log.write(isFirst ? "warn" : "debug", `not sent yet: ${message}`, { ...fields, code, hint });
      return false;
    }
  }

  #told({ outbox, lost }: Changed): Outbox {
    for (const { way, notice } of lost) {
      this.counters.add({ way, outcome: "lost" });
      const fields = { way, notice: notice.id };
      this.#parts.log.write("warn", `never sent, and given up: ${notice.title}`, fields);
    }
    return outbox;
  }
}
