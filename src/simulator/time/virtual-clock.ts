import type { Clock } from "../../domain/ports/clock.ts";
import type { Moment } from "../expression/scope.ts";
import { type LocalTime, localTimeIn, type Zone } from "./zone.ts";

/** Where the virtual clock stands and how it runs. */
export interface ClockState {
  /** Milliseconds since 1970 UTC. */
  readonly utc: number;
  /** `YYYYMMDDHHMMSS`. */
  readonly local: string;
  readonly zone: Zone;
  readonly frozen: boolean;
  /** Virtual seconds per real second; 1.001 gains 3.6 s an hour. */
  readonly rate: number;
}

/**
 * The simulated server's clock. It starts at a given instant and then runs with the host's monotonic time, so steps of
 * the host's wall clock do not reach it; stepping, freezing, drift and zone are controls.
 */
export class VirtualClock {
  readonly #host: Clock;
  #anchor: number;
  #hostAnchor: number;
  #rate = 1;
  #frozen = false;
  #zone: Zone;
  #local: LocalTime;

  /** @param start milliseconds since 1970 UTC */
  constructor(host: Clock, start: number, zone: Zone) {
    this.#host = host;
    this.#anchor = start;
    this.#hostAnchor = host.monotonic();
    this.#zone = zone;
    this.#local = localTimeIn(zone);
  }

  /** Milliseconds since 1970 UTC, by the virtual clock. */
  utc(): number {
    if (this.#frozen) return this.#anchor;
    return Math.floor(this.#anchor + (this.#host.monotonic() - this.#hostAnchor) * this.#rate);
  }

  /** One reading; a request takes one and uses it throughout. @param warpSeconds shifts it (the Acme demo's time warp) */
  moment(warpSeconds = 0): Moment {
    const utc = this.utc() + warpSeconds * 1000;
    return { local: this.#local(utc), millis: ((utc % 1000) + 1000) % 1000, utc: new Date(utc) };
  }

  /** `YYYYMMDDHHMMSS` now: what a changed record is stamped with. */
  stamp(): string {
    return this.#local(this.utc());
  }

  state(): ClockState {
    const utc = this.utc();
    return { utc, local: this.#local(utc), zone: this.#zone, frozen: this.#frozen, rate: this.#rate };
  }

  set(utcMillis: number): void {
    this.#anchor = utcMillis;
    this.#hostAnchor = this.#host.monotonic();
  }

  /** Moves the clock by so many seconds; negative: back. */
  step(seconds: number): void {
    this.set(this.utc() + seconds * 1000);
  }

  freeze(frozen: boolean): void {
    this.set(this.utc());
    this.#frozen = frozen;
  }

  drift(rate: number): void {
    this.set(this.utc());
    this.#rate = rate;
  }

  /** @throws RangeError for a zone that this runtime does not know; the clock is then unchanged */
  moveTo(zone: Zone): void {
    this.#local = localTimeIn(zone);
    this.#zone = zone;
  }
}
