import type { Clock } from "../../domain/ports/clock.ts";

interface Idle {
  readonly user: string;
  /** On the host's monotonic clock. */
  readonly until: number;
}

/**
 * The licence's concurrent logins. Every request runs in a worker that holds a login and lingers after its answer, so
 * that the same user's next request finds it open (manual: about 30 s); `no_linger` gives the login back at once.
 */
export class LoginPool {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #lingerMs: number;
  #busy = 0;
  #idle: Idle[] = [];
  /** Logins held by people at their desks. */
  others = 0;

  constructor(clock: Clock, limit: number, lingerSeconds: number) {
    this.#clock = clock;
    this.#limit = limit;
    this.#lingerMs = lingerSeconds * 1000;
  }

  /** @returns false when the licence has no login left */
  acquire(user: string): boolean {
    this.#forget();
    const lingering = this.#idle.findIndex((worker) => worker.user === user);
    if (lingering >= 0) this.#idle.splice(lingering, 1);
    else if (this.#busy + this.#idle.length + this.others >= this.#limit) return false;
    this.#busy++;
    return true;
  }

  release(user: string, linger: boolean): void {
    this.#busy--;
    if (linger) this.#idle.push({ user, until: this.#clock.monotonic() + this.#lingerMs });
  }

  state(): { limit: number; busy: number; lingering: number; others: number } {
    this.#forget();
    return { limit: this.#limit, busy: this.#busy, lingering: this.#idle.length, others: this.others };
  }

  #forget(): void {
    const now = this.#clock.monotonic();
    this.#idle = this.#idle.filter((worker) => worker.until > now);
  }
}
