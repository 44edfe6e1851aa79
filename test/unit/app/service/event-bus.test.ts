import { describe, expect, test } from "bun:test";
import type { ServiceEvent } from "../../../../src/api/contract/events.ts";
import type { Status } from "../../../../src/api/contract/status.ts";
import { EventBus } from "../../../../src/app/service/event-bus.ts";

const STATUS = { version: 1, main: "now" } as unknown as Status;

function busWith(kept = 4): EventBus {
  return new EventBus({ epoch: "e1", status: () => STATUS, kept });
}

function batch(count: number) {
  return { count, changes: [], since: null };
}

/** What a reader got, as `name count`. */
function told(events: readonly ServiceEvent[]): string[] {
  return events.map((one) => (one.event === "changes" ? `changes ${one.data.count}` : one.event));
}

describe("events", () => {
  test("begin with the status and go on with what happens, each with an id of its own", () => {
    const bus = busWith();
    const events: ServiceEvent[] = [];
    bus.subscribe(null, (event) => events.push(event) > 0);
    bus.publish("changes", batch(1));
    bus.publish("changes", batch(2));
    expect(told(events)).toEqual(["status", "changes 1", "changes 2"]);
    expect(events.map(({ id }) => id)).toEqual(["e1-0", "e1-1", "e1-2"]);
  });

  test("a reader who comes back gets what was missed, once, and a fresh status", () => {
    const bus = busWith();
    for (const count of [1, 2, 3]) bus.publish("changes", batch(count));
    bus.publish("status", STATUS);
    const events: ServiceEvent[] = [];
    bus.subscribe("e1-1", (event) => events.push(event) > 0);
    expect(told(events)).toEqual(["changes 2", "changes 3", "status"]);
    expect(events.at(-1)?.id).toBe("e1-4");
  });

  test("a reader who has all gets nothing but a status", () => {
    const bus = busWith();
    for (const count of [1, 2, 3, 4, 5, 6]) bus.publish("changes", batch(count));
    const events: ServiceEvent[] = [];
    bus.subscribe("e1-6", (event) => events.push(event) > 0);
    expect(told(events)).toEqual(["status"]);
  });

  test.each([
    ["was away too long", "e1-1"],
    ["comes from another start of the service", "e0-6"],
    ["names what was never told", "e1-7"],
    ["makes something up", "x"],
    ["makes up a number", "e1-1e9"],
    ["sends nothing", ""],
  ])("a reader who %s is told to begin again", (_name, after) => {
    const bus = busWith(4);
    for (const count of [1, 2, 3, 4, 5, 6]) bus.publish("changes", batch(count));
    const events: ServiceEvent[] = [];
    bus.subscribe(after, (event) => events.push(event) > 0);
    expect(told(events)).toEqual(["reset", "status"]);
  });

  test("nothing was lost as long as what follows is kept", () => {
    const bus = busWith(4);
    for (const count of [1, 2, 3, 4, 5, 6]) bus.publish("changes", batch(count));
    const events: ServiceEvent[] = [];
    bus.subscribe("e1-2", (event) => events.push(event) > 0);
    expect(told(events)).toEqual(["changes 3", "changes 4", "changes 5", "changes 6", "status"]);
  });

  test("a reader who is too slow is let go, and one who leaves hears nothing more", () => {
    const bus = busWith();
    let room = 2;
    const slow: ServiceEvent[] = [];
    bus.subscribe(null, (event) => {
      slow.push(event);
      room -= 1;
      return room > 0;
    });
    const other: ServiceEvent[] = [];
    const leave = bus.subscribe(null, (event) => other.push(event) > 0);
    bus.publish("changes", batch(1));
    bus.publish("changes", batch(2));
    expect(told(slow)).toEqual(["status", "changes 1"]);
    expect(bus.readers).toBe(1);
    leave();
    bus.publish("changes", batch(3));
    expect(told(other)).toEqual(["status", "changes 1", "changes 2"]);
    expect(bus.readers).toBe(0);
  });
});
