import { expect, test } from "bun:test";
import { untilStopped } from "../../../src/app/stop-signal.ts";
import { Exited, FakeHost } from "../../support/fake-host.ts";

test.each(["SIGINT", "SIGTERM"] as const)("the first %s aborts the work, which ends in its own time", async (name) => {
  const host = new FakeHost();
  const result = await untilStopped(host, async (signal) => {
    expect(signal.aborted).toBe(false);
    host.send(name);
    expect([signal.aborted, String(signal.reason)]).toEqual([true, `Error: stopped by ${name}`]);
    return "finished";
  });
  expect([result, host.guarded]).toEqual(["finished", false]);
});

test("the second one ends the process at once", async () => {
  const host = new FakeHost();
  const work = untilStopped(host, async () => {
    host.send("SIGTERM");
    host.send("SIGINT");
  });
  const ended = await work.catch((reason: unknown) => reason);
  expect(ended instanceof Exited && ended.code).toBe(130);
});

test("signals are let go when the work fails", async () => {
  const host = new FakeHost();
  const work = untilStopped(host, () => Promise.reject(new Error("broken")));
  expect(work).rejects.toThrow("broken");
  await work.catch(() => {});
  expect(host.guarded).toBe(false);
});
