import { describe, expect, test } from "bun:test";
import type { Status } from "../../../src/api/contract/status.ts";
import { healthOf } from "../../../src/app/health.ts";
import { HALT, HOUR, MINUTE, START } from "../../support/notifying.ts";
import { statusOf } from "../../support/status-of.ts";

const at = (ms: number) => new Date(ms).toISOString();
const RUNNING = { run: "r", kind: "full", step: "read", table: null } as unknown as Status["service"]["running"];

type Case = readonly [name: string, service: Partial<Status["service"]>, reasons: readonly RegExp[]];

describe("ready is a service that", () => {
  test.each([
    ["polled a moment ago", {}],
    ["missed two polls", { lagSeconds: 1500, failures: 2 }],
    ["is at the edge", { lagSeconds: 2100 }],
    ["was paused a moment ago", { pausedSince: at(START), nextPollAt: null }],
    ["lost MoneyWorks a moment ago", { closedSince: at(START), failures: 1 }],
    ["is late with a poll because something else runs", { running: RUNNING, nextPollAt: at(START - HOUR) }],
    ["is a little late", { nextPollAt: at(START - MINUTE) }],
  ] as const)("%s", (_name, service) => {
    expect(healthOf(statusOf({}, service), START)).toEqual({ ready: true, reasons: [] });
  });
});

describe("not ready is one that", () => {
  test.each([
    ["never read everything", { lagSeconds: null, running: RUNNING }, [/never read whole/]],
    ["read nothing for too long", { lagSeconds: 2101 }, [/^Nothing was read for 2101 seconds, and 2100 .* normal\.$/]],
    ["failed all the time", { lagSeconds: 9000, failures: 5 }, [/5 polls in a row failed/]],
    ["failed once, and that took long", { lagSeconds: 9000, failures: 1 }, [/: 1 poll in a row failed/]],
    [
      "waits for MoneyWorks",
      { lagSeconds: 9000, failures: 5, closedSince: at(START - HOUR) },
      [/cannot be reached since/],
    ],
    ["is paused for long", { lagSeconds: 9000, pausedSince: at(START - HOUR), nextPollAt: null }, [/is paused since/]],
    ["has no plan", { nextPollAt: null }, [/No poll is planned/]],
    ["does not do what it planned", { nextPollAt: at(START - 3 * MINUTE) }, [/due at .* has not begun/]],
    [
      "is stuck for long",
      { lagSeconds: 9000, nextPollAt: at(START - 3 * MINUTE) },
      [/Nothing was read/, /has not begun/],
    ],
  ] satisfies readonly Case[])("%s", (_name, service, reasons) => {
    const health = healthOf(statusOf({}, service), START);
    expect(health.ready).toBeFalse();
    expect(health.reasons).toEqual(reasons.map((reason) => expect.stringMatching(reason)));
  });

  test("is halted, with the reason alone", () => {
    const halt = { ...HALT, ways: [] };
    expect(healthOf(statusOf({ halt }, { nextPollAt: null }), START)).toEqual({
      ready: false,
      reasons: [`A person is needed since ${HALT.since} (sync.delete-brake): ${HALT.message}`],
    });
  });
});

test("short polls leave five minutes all the same", () => {
  expect(healthOf(statusOf({}, { pollSeconds: 10, lagSeconds: 330 }), START).ready).toBeTrue();
  expect(healthOf(statusOf({}, { pollSeconds: 10, lagSeconds: 331 }), START).ready).toBeFalse();
});
