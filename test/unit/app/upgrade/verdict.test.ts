import { describe, expect, test } from "bun:test";
import type { JournalState } from "../../../../src/app/upgrade/journal.ts";
import type { Presence } from "../../../../src/app/upgrade/presence.ts";
import { recoveryOf } from "../../../../src/app/upgrade/recovery.ts";
import {
  type Expected,
  FIRST_VERDICT,
  judge,
  type Seen,
  type Verdict,
} from "../../../../src/app/upgrade/trial-verdict.ts";

const PROGRAM = { version: "0.2.0", commit: "abc", schema: 9 };
const EXPECTED: Expected = {
  ...{ id: "u", program: PROGRAM, records: 40, address: "127.0.0.1:80" },
  ...{ limitMs: 1000, settleMs: 300 },
};
const PRESENCE: Presence = {
  ...{ pid: 7, program: PROGRAM, file: "/bin/tidemark", trial: "u", schema: 9, records: 40 },
  ...{ address: "127.0.0.1:80", moneyworks: null, beats: 1 },
};
const look = (at: number, over: Partial<Seen> = {}): Seen => ({
  ...{ at, running: true, pid: 7, says: "active (running)", presence: PRESENCE, answers: true },
  ...over,
});
const beating = (at: number, over: Partial<Presence> = {}) =>
  look(at, { presence: { ...PRESENCE, beats: at, ...over } });

function verdictOn(looks: readonly Seen[], expected: Partial<Expected> = {}): Verdict {
  return looks.reduce((verdict, seen) => judge(verdict, seen, { ...EXPECTED, ...expected }), FIRST_VERDICT);
}

const waiting = expect.objectContaining({ kind: "waiting" });
const bad = (reason: string) => ({ kind: "bad" as const, reason: expect.stringContaining(reason) });
const silent = { presence: null };

describe("a program on trial", () => {
  test("is good once it has gone on for a while after it had opened its data", () => {
    expect(verdictOn([look(50, silent), beating(100), beating(300)])).toEqual(waiting);
    expect(verdictOn([look(50, silent), beating(100), beating(400)])).toEqual({ kind: "good" });
  });

  test("may know more records than there were, and answer nowhere where nothing answered", () => {
    const more = { records: 41, address: null };
    expect(verdictOn([beating(100, more), beating(400, more)], { address: null })).toEqual({ kind: "good" });
  });

  test("may still be busy within its limit", () => {
    expect(verdictOn([look(999, silent)])).toEqual(waiting);
    expect(verdictOn([look(999, { answers: false })])).toEqual(waiting);
    expect(verdictOn([look(999, { presence: { ...PRESENCE, trial: "former" } })])).toEqual(waiting);
  });

  const FAULTS: readonly [name: string, looks: readonly Seen[], reason: string][] = [
    ["ends", [look(50, { running: false, says: "exit code 3" })], "ended (exit code 3)"],
    ["ends after it was proven", [beating(100), look(200, { running: false, says: "killed" })], "ended (killed)"],
    ["is started again", [look(50, silent), look(100, { ...silent, pid: 8 })], "started again"],
    ["does not open its data in time", [look(1000, silent)], "had not opened its data after 1 s"],
    ["tells of another trial for too long", [look(1000, { presence: { ...PRESENCE, trial: null } })], "had not opened"],
    ["does not answer in time", [look(1000, { answers: false })], "did not answer at 127.0.0.1:80"],
    ["is another", [beating(100, { program: { ...PROGRAM, commit: "x" } })], "says that it is 0.2.0 (x)"],
    ["leaves another schema", [beating(100, { schema: 8 })], "left the data at schema 8"],
    ["sees fewer records", [beating(100, { records: 39 })], "sees 39 records where 40 were before"],
    ["answers nowhere any more", [beating(100, { address: null })], "answers nowhere, and 127.0.0.1:80"],
    ["hangs", [look(100), look(3400)], "hung after it had opened its data"],
  ];
  test.each(FAULTS)("is bad when it %s", (_, looks, reason) => {
    expect(verdictOn(looks)).toEqual(bad(reason));
    expect(verdictOn([...looks, beating(500), beating(900)])).toEqual(bad(reason));
  });
});

describe("an interrupted upgrade", () => {
  const TABLE: readonly [state: JournalState, isMarkGone: boolean, recovery: string][] = [
    ["stopping", false, "undo"],
    ["stopping", true, "undo"],
    ["swapping", false, "undo"],
    ["swapping", true, "finish"],
    ["trial", false, "undo"],
    ["trial", true, "finish"],
    ["confirmed", false, "finish"],
    ["confirmed", true, "finish"],
    ["returning", false, "undo"],
    ["returning", true, "finish"],
  ];
  test.each(TABLE)("at %s, mark gone: %p: %s", (state, isMarkGone, recovery) => {
    expect(recoveryOf(state, isMarkGone) as string).toBe(recovery);
  });
});
