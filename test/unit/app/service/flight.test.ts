import { describe, expect, test } from "bun:test";
import { Flight, type FlightOptions } from "../../../../src/app/service/flight.ts";
import { fail, TidemarkError } from "../../../../src/domain/errors/tidemark-error.ts";
import type { RunId } from "../../../../src/domain/ids.ts";

const ONE = { run: "01a1fd1f-4b1d-7103-b5af-b527fe29b757" as RunId, kind: "poll" } as const;
const TWO = { run: "01a1fd1f-4b1d-7103-b5af-b527fe29b758" as RunId, kind: "full" } as const;

function code(action: () => unknown): unknown {
  try {
    return action();
  } catch (reason) {
    return reason instanceof TidemarkError ? [reason.code, reason.details.run] : reason;
  }
}

/** A clock whose sleeps end when the test says so. */
class HandClock {
  #now = 0;
  readonly #sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  monotonic = () => this.#now;
  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      this.#sleepers.push({ until: this.#now + ms, wake: resolve });
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  async pass(ms: number): Promise<void> {
    this.#now += ms;
    for (const { until, wake } of this.#sleepers) if (until <= this.#now) wake();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
}

function flightWith(options: Partial<FlightOptions> = {}): { flight: Flight; stop: AbortController; clock: HandClock } {
  const stop = new AbortController();
  const clock = new HandClock();
  const base = { clock, signal: stop.signal, watchdog: () => null, lastActivity: () => 0, onStuck: () => {} };
  return { flight: new Flight({ ...base, ...options }), stop, clock };
}

describe("one run at a time", () => {
  test("a second one is refused with the id of the first, until that has ended", async () => {
    const { flight } = flightWith();
    const gate = Promise.withResolvers<string>();
    const first = flight.start(ONE, () => gate.promise);
    expect(flight.current).toEqual(ONE);
    expect(code(() => flight.start(TWO, async () => {}))).toEqual(["api.busy", ONE.run]);
    gate.resolve("done");
    expect(await first).toBe("done");
    expect(flight.current).toBeNull();
    expect(await flight.start(TWO, async () => "second")).toBe("second");
  });

  test("work that throws makes room as well", async () => {
    const { flight } = flightWith();
    await expect(flight.start(ONE, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await flight.idle();
    expect(flight.current).toBeNull();
  });

  test("cancelling and stopping both reach the work, and say why", async () => {
    const { flight, stop } = flightWith();
    expect(flight.cancel()).toBeNull();
    const untilAborted = ({ signal }: { signal: AbortSignal }) =>
      new Promise<unknown>((resolve) => signal.addEventListener("abort", () => resolve(signal.reason)));
    const cancelled = flight.start(ONE, untilAborted);
    expect(flight.cancel()).toBe(ONE.run);
    expect(await cancelled).toMatchObject({ code: "run.cancelled" });
    const stopped = flight.start(TWO, untilAborted);
    stop.abort(fail("run.cancelled"));
    expect(await stopped).toMatchObject({ code: "run.cancelled" });
  });

  test("a promotion is the current run while it goes on", async () => {
    const { flight } = flightWith();
    const promote = { run: TWO.run, kind: "promote" } as const;
    await flight.start(ONE, async ({ changeTo }) => {
      changeTo(promote);
      expect(flight.current).toEqual(promote);
    });
  });
});

describe("the watchdog", () => {
  const LIMIT = 10 * 60_000;

  test("ends a run that shows no sign of life", async () => {
    const stuck: unknown[] = [];
    const { flight, clock } = flightWith({ watchdog: () => LIMIT, onStuck: (one) => stuck.push(one) });
    const ended = flight.start(
      ONE,
      ({ signal }) => new Promise<unknown>((resolve) => signal.addEventListener("abort", () => resolve(signal.reason))),
    );
    for (let minute = 0; minute < 9; minute += 1) await clock.pass(60_000);
    expect(flight.current).toEqual(ONE);
    await clock.pass(60_000);
    expect(await ended).toMatchObject({ code: "run.no-progress", details: { minutes: 10 } });
    await clock.pass(60_000);
    expect(stuck).toEqual([]);
  });

  test("leaves one alone that shows any, from its own steps or from a server's answer", async () => {
    let answered = 0;
    const { flight, clock } = flightWith({ watchdog: () => LIMIT, lastActivity: () => answered });
    const gate = Promise.withResolvers<void>();
    let touch = () => {};
    const ended = flight.start(ONE, (cockpit) => {
      touch = cockpit.touch;
      return gate.promise;
    });
    for (let minute = 1; minute <= 60; minute += 1) {
      await clock.pass(60_000);
      if (minute % 12 === 5) touch();
      if (minute % 12 === 11) answered = clock.monotonic();
    }
    expect(flight.current).toEqual(ONE);
    gate.resolve();
    await ended;
  });

  test("does not count the time in which the host slept", async () => {
    const { flight, clock } = flightWith({ watchdog: () => LIMIT });
    let reason: unknown = null;
    void flight.start(ONE, ({ signal }) => {
      signal.addEventListener("abort", () => {
        reason = signal.reason;
      });
      return new Promise(() => {});
    });
    await clock.pass(60_000);
    await clock.pass(8 * 3_600_000);
    for (let minute = 0; minute < 9; minute += 1) await clock.pass(60_000);
    expect(reason).toBeNull();
    await clock.pass(60_000);
    expect(reason).toMatchObject({ code: "run.no-progress" });
  });

  test("says so when a run that was told to end does not", async () => {
    const stuck: unknown[] = [];
    const { flight, clock } = flightWith({ watchdog: () => LIMIT, onStuck: (one) => stuck.push(one) });
    void flight.start(ONE, () => new Promise(() => {}));
    for (let minute = 0; minute < 10; minute += 1) await clock.pass(60_000);
    expect(stuck).toEqual([]);
    await clock.pass(60_000);
    expect(stuck).toEqual([ONE]);
  });
});
