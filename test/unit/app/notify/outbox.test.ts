import { describe, expect, test } from "bun:test";
import type { Notice } from "../../../../src/app/notify/notice.ts";
import {
  dueOf,
  enter,
  MOST_WAITING,
  nextAttempt,
  OLDEST_MS,
  type Outbox,
  PAUSES_MS,
  refused,
  sent,
  tidy,
  type Way,
} from "../../../../src/app/notify/outbox.ts";
import { noticeOf, START } from "../../../support/notifying.ts";

const BOTH: readonly Way[] = ["webhook", "mail"];

function outboxOf(...ids: string[]): Outbox {
  const notices = ids.map((id) => noticeOf({ id }));
  return enter({}, notices, BOTH).outbox;
}

function ids(outbox: Outbox, way: Way): string[] {
  return (outbox[way]?.waiting ?? []).map(({ id }: Notice) => id);
}

test("each way sends all of them in their order, whatever the other does", () => {
  let outbox = outboxOf("a", "b");
  outbox = sent(outbox, "mail", "a");
  outbox = refused(outbox, "webhook", START);
  expect([ids(outbox, "mail"), ids(outbox, "webhook")]).toEqual([["b"], ["a", "b"]]);
  expect(dueOf(outbox, "mail", START)?.id).toBe("b");
  expect(dueOf(outbox, "webhook", START)).toBeNull();
  expect(dueOf(sent(outbox, "mail", "b"), "mail", START)).toBeNull();
});

test("the pauses grow to an hour and stay there, for a day", () => {
  let outbox = outboxOf("a");
  const waits: number[] = [];
  let now = START;
  for (; tidy(outbox, now, BOTH).lost.length === 0; now = outbox.webhook?.nextAt ?? 0) {
    outbox = refused(outbox, "webhook", now);
    waits.push((outbox.webhook?.nextAt ?? 0) - now);
  }
  expect(waits.slice(0, 6)).toEqual([...PAUSES_MS, 3_600_000]);
  expect(Math.max(...waits)).toBe(3_600_000);
  expect(now - START).toBeLessThan(OLDEST_MS + 3_600_000);
  expect(waits.length).toBeLessThan(30);
});

test("one that was taken makes the next one's first attempt due at once", () => {
  const outbox = sent(refused(refused(outboxOf("a", "b"), "webhook", START), "webhook", START), "webhook", "a");
  expect([dueOf(outbox, "webhook", START)?.id, outbox.webhook?.tries]).toEqual(["b", 0]);
});

describe("is given up:", () => {
  test("what is a day old", () => {
    const outbox = enter({}, [noticeOf({ id: "old", at: START - OLDEST_MS }), noticeOf({ id: "new" })], BOTH).outbox;
    const tidied = tidy(refused(outbox, "mail", START), START, BOTH);
    expect(tidied.lost.map(({ way, notice }) => `${way} ${notice.id}`)).toEqual(["webhook old", "mail old"]);
    expect(dueOf(tidied.outbox, "mail", START)?.id).toBe("new");
  });

  test("the oldest of more than fifty", () => {
    const many = Array.from({ length: MOST_WAITING }, (_, n) => `${n}`);
    const { outbox, lost } = enter(outboxOf(...many), [noticeOf({ id: "last" })], ["webhook"]);
    expect(lost.filter(({ way }) => way === "webhook").map(({ notice }) => notice.id)).toEqual(["0"]);
    expect([ids(outbox, "webhook").length, ids(outbox, "webhook").at(-1)]).toEqual([MOST_WAITING, "last"]);
  });

  test("what waits for a way that is configured no more", () => {
    const { outbox, lost } = tidy(outboxOf("a"), START, ["mail"]);
    expect([ids(outbox, "webhook"), ids(outbox, "mail")]).toEqual([[], ["a"]]);
    expect(lost.map(({ way }) => way)).toEqual(["webhook"]);
  });
});

test("a clock that was set back by a year does not make it wait for one", () => {
  const outbox = refused(outboxOf("a"), "webhook", START + 365 * OLDEST_MS);
  const tidied = tidy(outbox, START, BOTH);
  expect(dueOf(tidied.outbox, "webhook", START)?.id).toBe("a");
});

test("the next attempt is the earliest of both", () => {
  const outbox = refused(refused(refused(outboxOf("a"), "mail", START), "mail", START), "webhook", START);
  expect(nextAttempt(outbox)).toBe(START + 30_000);
  expect(nextAttempt({})).toBeNull();
  expect(nextAttempt(sent(sent(outbox, "webhook", "a"), "mail", "a"))).toBeNull();
});
