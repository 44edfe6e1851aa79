import type { Status } from "../../api/contract/status.ts";
import { Counters } from "./counters.ts";
import type { Sample } from "./open-metrics.ts";

const KINDS = ["step", "zone", "restart"];

/** Counts the jumps of MoneyWorks' clock that are younger than this start. The status tells the newest five: look after each run. */
export class ClockEvents {
  readonly #counters = new Counters();
  #newest: number;

  /** @param now host wall clock, ms */
  constructor(now: number) {
    this.#newest = now;
    for (const kind of KINDS) this.#counters.add({ kind }, 0);
  }

  look(clock: Status["clock"]): void {
    const fresh = (clock?.events ?? []).filter(({ at }) => Date.parse(at) > this.#newest);
    for (const { kind } of fresh) this.#counters.add({ kind });
    this.#newest = Math.max(this.#newest, ...fresh.map(({ at }) => Date.parse(at)));
  }

  samples(): Sample[] {
    return this.#counters.samples();
  }
}
