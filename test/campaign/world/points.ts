import { Crash } from "../../support/failing-files.ts";

/** Where the process dies: at the so many-th time it comes there. */
export interface CrashPlan {
  readonly point: string;
  readonly nth: number;
}

/** Counts by name. */
export type Counts = Map<string, number>;

export function count(counts: Counts, name: string, times = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}

/** The named places before and after everything that lasts. A process dies at the armed one, and stays dead. */
export class CrashPoints {
  /** How often each was passed, and died at. */
  readonly passed: Counts = new Map();
  readonly died: Counts = new Map();
  #armed: { readonly point: string; left: number } | null = null;

  arm(plan: CrashPlan | null): void {
    this.#armed = plan === null ? null : { point: plan.point, left: plan.nth };
  }

  /** @returns whether the process dies here */
  reach(point: string): boolean {
    count(this.passed, point);
    const armed = this.#armed;
    if (armed?.point !== point) return false;
    armed.left--;
    if (armed.left > 0) return false;
    this.#armed = null;
    count(this.died, point);
    return true;
  }
}

/** One process: once it died, every port that it ever held fails. */
export class Life {
  readonly #points: CrashPoints;
  /** Where it died; null while it lives. */
  death: string | null = null;

  constructor(points: CrashPoints) {
    this.#points = points;
  }

  /** @throws Crash here, or because it is dead */
  reach(point: string): void {
    this.requireLife();
    if (!this.#points.reach(point)) return;
    this.death = point;
    throw new Crash(point);
  }

  /** @throws Crash */
  requireLife(): void {
    if (this.death !== null) throw new Crash(this.death);
  }

  /** Something that lasts, between its two points. */
  step<T>(name: string, work: () => T): T {
    this.reach(`before ${name}`);
    const result = work();
    if (result instanceof Promise) return result.then((value) => this.#done(name, value)) as T;
    return this.#done(name, result);
  }

  #done<T>(name: string, result: T): T {
    this.reach(`after ${name}`);
    return result;
  }
}

/** Faults to come at named calls; each call meets at most one. */
export class Faults<E> {
  #planned: { readonly call: string; nth: number; times: number; readonly effect: E }[] = [];

  plan(fault: { readonly call: string; readonly nth: number; readonly times: number; readonly effect: E }): void {
    this.#planned.push({ ...fault });
  }

  clear(): void {
    this.#planned = [];
  }

  take(call: string): E | null {
    let effect: E | null = null;
    for (const planned of this.#planned) {
      if (planned.call !== call && planned.call !== "any") continue;
      planned.nth--;
      if (planned.nth > 0 || planned.times <= 0 || effect !== null) continue;
      planned.times--;
      effect = planned.effect;
    }
    return effect;
  }
}
