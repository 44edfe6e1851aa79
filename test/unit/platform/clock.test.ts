import { expect, test } from "bun:test";
import { createClock } from "../../../src/platform/clock.ts";
import { createRandom } from "../../../src/platform/random.ts";

const clock = createClock();

test("the wall clock is the host's", () => {
  const before = Date.now();
  const now = clock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test("the monotonic clock moves forward by what a sleep took", async () => {
  const before = clock.monotonic();
  await clock.sleep(25);
  const passed = clock.monotonic() - before;
  // Ten milliseconds is the resolution of /proc/uptime.
  expect(passed).toBeGreaterThanOrEqual(10);
});

test("two clocks of one boot agree on its name and its time", () => {
  const other = createClock();
  expect(other.bootId()).toBe(clock.bootId());
  expect(other.bootId()).not.toBe("");
  expect(Math.abs(other.monotonic() - clock.monotonic())).toBeLessThan(1000);
});

test("a sleep of nothing ends", () => clock.sleep(0));

test("a sleep ends with the signal's own reason", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const sleeping = clock.sleep(60_000, controller.signal);
  controller.abort(reason);
  expect(await sleeping.catch((thrown: unknown) => thrown)).toBe(reason);
});

test("a signal that was aborted before lets nobody sleep", async () => {
  const reason = new Error("enough");
  expect(await clock.sleep(60_000, AbortSignal.abort(reason)).catch((thrown: unknown) => thrown)).toBe(reason);
});

test("a sleep longer than a timer can count does not end at once", async () => {
  const controller = new AbortController();
  let ended = false;
  const sleeping = clock.sleep(2 ** 32, controller.signal).then(
    () => {
      ended = true;
    },
    () => undefined,
  );
  await Bun.sleep(5);
  expect(ended).toBe(false);
  controller.abort();
  await sleeping;
});

test("chance stays within [0, 1) and does not repeat itself", () => {
  const random = createRandom();
  const drawn = Array.from({ length: 1000 }, () => random.fraction());
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(new Set(drawn).size).toBeGreaterThan(990);
});

test("ids are UUIDv7 and sort by the given time", () => {
  const random = createRandom();
  const ids = [1_700_000_000_000, 1_700_000_000_001, 1_800_000_000_000].map((now) => random.uuid(now));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(ids.toSorted()).toEqual(ids);
});
