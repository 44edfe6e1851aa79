import type { Modtime, RunId } from "../../src/domain/ids.ts";
import type { ClockSample } from "../../src/domain/ports/staging-clock.ts";

/** A jump of the server's clock; `zone` leaves its UTC alone. Times in ms since the model began, shifts in seconds. */
export interface Jump {
  readonly at: number;
  readonly by: number;
  readonly kind: "step" | "zone";
}

export interface ClockModelOptions {
  readonly jumps?: readonly Jump[];
  /** How fast the server's clock runs; 1.0002 gains 17 s a day. */
  readonly rate?: number;
  /** What the host's wall clock is set by, and when. */
  readonly wall?: { readonly at: number; readonly by: number } | null;
  /** When the host is started anew. */
  readonly reboot?: number | null;
  readonly tellsUtc?: boolean;
  /** Where the server's clock stands within its second when the model begins, ms. */
  readonly fraction?: number;
}

/** When a sample is taken: the question, the moment the server reads its clock, the answer, and when the host looks. */
export interface Asking {
  readonly asked: number;
  readonly read: number;
  readonly answered: number;
  readonly looked?: number;
}

const START = Date.UTC(2026, 2, 10, 20);
const ZONE_MS = 13 * 3_600_000;
const UPTIME_MS = 5_000_000;

/** A server's clock and a host's, told from outside, where true time is known: ms since the model began. */
export class ClockModel {
  readonly #options: ClockModelOptions;

  constructor(options: ClockModelOptions = {}) {
    this.#options = options;
  }

  /** What a record saved at `time` is stamped with. */
  stamp(time: number): Modtime {
    return modtimeOf(this.#clock(time, ["step", "zone"]) + ZONE_MS);
  }

  sample({ asked, read, answered, looked = answered }: Asking): ClockSample {
    const { reboot = null, tellsUtc = true } = this.#options;
    const again = reboot !== null && looked >= reboot;
    return {
      at: this.#wall(looked),
      run: "01890000-0000-7000-8000-000000000001" as RunId,
      local: this.stamp(read),
      utc: tellsUtc ? this.#clock(read, ["step"]) : null,
      askedAt: this.#wall(asked),
      answeredAt: this.#wall(answered),
      monotonic: again ? looked - reboot : UPTIME_MS + looked,
      bootId: again ? "second" : "first",
    };
  }

  #clock(time: number, kinds: readonly Jump["kind"][]): number {
    const { jumps = [], rate = 1, fraction = 0 } = this.#options;
    const jumped = jumps
      .filter(({ at, kind }) => at < time && kinds.includes(kind))
      .reduce((sum, { by }) => sum + by, 0);
    return START + fraction + time * rate + jumped * 1000;
  }

  #wall(time: number): number {
    const { wall = null } = this.#options;
    return START - 987_654 + time + (wall !== null && time > wall.at ? wall.by * 1000 : 0);
  }
}

function modtimeOf(millis: number): Modtime {
  return new Date(Math.floor(millis)).toISOString().slice(0, 19).replace(/[-T:]/g, "") as Modtime;
}

/** A sample that takes no time. */
export function instantly(time: number): Asking {
  return { asked: time, read: time, answered: time };
}
