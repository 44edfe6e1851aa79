import { describe, expect, test } from "bun:test";
import { judgeAddress } from "../../../../src/app/doctor/checks/address.ts";
import { judgeBranch } from "../../../../src/app/doctor/checks/branch.ts";
import { judgePlain } from "../../../../src/app/doctor/checks/certificates.ts";
import { judgeClock } from "../../../../src/app/doctor/checks/clock.ts";
import { judgeDirectory, judgeFuture } from "../../../../src/app/doctor/checks/data-directory.ts";
import { judgeSpace } from "../../../../src/app/doctor/checks/disk-space.ts";
import { judgeSpeed } from "../../../../src/app/doctor/checks/disk-speed.ts";
import { judgeHostClock } from "../../../../src/app/doctor/checks/host-clock.ts";
import { judgeIncoming } from "../../../../src/app/doctor/checks/incoming.ts";
import { judgeSuccess } from "../../../../src/app/doctor/checks/last-success.ts";
import { judgeHolder } from "../../../../src/app/doctor/checks/lock.ts";
import { judgeService } from "../../../../src/app/doctor/checks/service.ts";
import { judgeManaged } from "../../../../src/app/doctor/checks/service-manager.ts";
import { judgeRecords } from "../../../../src/app/doctor/checks/set-aside.ts";
import { judgeStaging } from "../../../../src/app/doctor/checks/staging.ts";
import { judgeZone } from "../../../../src/app/doctor/checks/zone.ts";
import type { Judgement } from "../../../../src/app/doctor/finding.ts";
import type { RunningService } from "../../../../src/app/doctor/running-service.ts";
import type { Modtime, Oid } from "../../../../src/domain/ids.ts";

const NOW = Date.UTC(2026, 10, 30, 2);
const ONE = "1".repeat(40) as Oid;
const TWO = "2".repeat(40) as Oid;
const MB = 1024 * 1024;

const time = (utc: number | null) => ({ local: "20261130150000" as Modtime, utc, askedAt: NOW, answeredAt: NOW });
const disk = (free: number, isRemote = false) => ({ free, total: 9e11, isRemote });
const branch = { branch: "main", remote: ONE, head: ONE, left: ONE, unpushed: [], tip: null } as const;
const owned = {
  path: "/d",
  isDirectory: true,
  rights: { owner: 7, mode: 0o700 },
  owners: [],
  account: 7,
  mayWrite: true,
};
const run = (endedAt: number, code?: string) => ({
  ...{ run: "r", kind: "poll", startedAt: "", outcome: "ok", endedAt: new Date(endedAt).toISOString() },
  error: code === undefined ? null : { code, message: "It failed." },
});
const success = { lastSuccess: run(NOW - 60_000), lastRun: run(NOW - 60_000), now: NOW, poll: 600_000, isServed: true };
const day = "20261129000000" as Modtime;
const event = { at: "2026-11-29", run: "r", kind: "step", shiftSeconds: -3600, before: day, after: day } as const;

function service(version: string, level: string): RunningService {
  const status = { service: { version, startedAt: "T" }, verdict: { level, sentence: "So it is.", remarks: [] } };
  return { status } as unknown as RunningService;
}

const managed = { instance: "acme", user: false, manager: "systemd" } as const;
const state = { running: true, failed: false, enabled: true, says: "active (running)" };

/** What is the case, and what is to be said of it. */
const TABLE: readonly [string, Judgement, Judgement["state"], string][] = [
  ["a clock that agrees", judgeClock(time(NOW + 4000), true), "ok", "within 4 s"],
  ["a clock that is ahead", judgeClock(time(NOW + 90_000), true), "warn", "90 s ahead of"],
  ["a clock without UTC", judgeClock(time(null), false), "warn", "does not tell UTC"],
  ["two zones", judgeZone({ server: 780, host: 0, change: null }), "ok", "UTC+13:00, this host at UTC+00:00"],
  ["one zone, and summer time near", judgeZone({ server: -210, host: -210, change: NOW }), "ok", "2026-11-30"],
  ["no zone", judgeZone({ server: null, host: 0, change: null }), "warn", "not known"],
  ["a jump of a clock", judgeHostClock([event], true), "warn", "-3600 s"],
  ["a clock that nobody keeps", judgeHostClock([], false), "warn", "not kept by the network"],
  ["clocks that keep still", judgeHostClock([], null), "ok", "No clock jumped"],
  ["room enough", judgeSpace({ space: disk(2000 * MB), held: 500 * MB, records: 0 }), "ok", "2000 MB are free"],
  [
    "too little room for a copy",
    judgeSpace({ space: disk(700 * MB), held: 500 * MB, records: 0 }),
    "warn",
    "756 MB may",
  ],
  [
    "too little for the first read",
    judgeSpace({ space: disk(1000 * MB), held: 0, records: 1e6 }),
    "warn",
    "6115 MB may",
  ],
  ["no room", judgeSpace({ space: disk(10 * MB), held: 0, records: 0 }), "fail", "10 MB are free"],
  ["another host's disk", judgeSpace({ space: disk(9e9, true), held: 0, records: 0 }), "warn", "another host's"],
  ["a quick disk", judgeSpeed([1, 900, 2]), "ok", "2.0 ms"],
  ["a slow disk", judgeSpeed([80, 90, 70]), "warn", "80 ms"],
  ["a directory of its own", judgeDirectory(owned), "ok", "account 7 alone"],
  ["a directory without numbers of accounts", judgeDirectory({ ...owned, rights: null }), "ok", "this account alone"],
  [
    "a directory of another",
    judgeDirectory({ ...owned, account: 8, mayWrite: false }),
    "fail",
    "cannot be written by this one (8)",
  ],
  [
    "a part of another",
    judgeDirectory({ ...owned, owners: [{ part: "/d/x", owner: 0 }] }),
    "fail",
    "/d/x belongs to account 0",
  ],
  ["a directory to come", judgeFuture("/a/b", "/a", true), "ok", "first sync makes it"],
  ["a directory that cannot come", judgeFuture("/a/b", "/a", false), "fail", "may not make it in /a"],
  ["a pushed main", judgeBranch({ ...branch, position: "in-step" }), "ok", "where Tidemark left it"],
  ["an unpushed main", judgeBranch({ ...branch, unpushed: [ONE, TWO], position: "behind" }), "warn", "2 commits wait"],
  ["no main yet", judgeBranch({ ...branch, position: "empty" }), "ok", "no branch main yet"],
  ["an unknown main", judgeBranch({ ...branch, position: "unknown" }), "warn", "nothing is known of"],
  ["a main of ours", judgeBranch({ ...branch, tip: true, position: "unproven" }), "ok", "takes it over"],
  ["nothing incoming", judgeIncoming(2, [], []), "ok", "2 incoming branches"],
  [
    "something incoming",
    judgeIncoming(2, [{ branch: "changes", tip: ONE }], []),
    "ok",
    "Waiting for the next poll: changes",
  ],
  [
    "something refused",
    judgeIncoming(1, [{ branch: "edits/a", tip: ONE }], [{ commit: ONE, outcome: "refused" }]),
    "warn",
    "edits/a (refused)",
  ],
  ["a free address", judgeAddress({ address: "a:1", isOurs: false, fault: null, isDefault: false }), "ok", "free"],
  [
    "a taken default",
    judgeAddress({ address: "a:1", isOurs: false, fault: "EADDRINUSE", isDefault: true }),
    "warn",
    "taken",
  ],
  [
    "a taken address",
    judgeAddress({ address: "a:1", isOurs: false, fault: "EADDRINUSE", isDefault: false }),
    "fail",
    "taken",
  ],
  [
    "a forbidden port",
    judgeAddress({ address: "a:1", isOurs: false, fault: "EACCES", isDefault: false }),
    "warn",
    "may not listen",
  ],
  [
    "no such address",
    judgeAddress({ address: "a:1", isOurs: false, fault: "EADDRNOTAVAIL", isDefault: false }),
    "fail",
    "EADDRNOTAVAIL",
  ],
  ["no service", judgeService(null, "1.0.0"), "ok", "No service answers"],
  ["a silent service", judgeService({ status: null }, "1.0.0"), "ok", "who have a token"],
  ["an older service", judgeService(service("0.9.0", "ok"), "1.0.0"), "warn", "0.9.0, and this program is 1.0.0"],
  ["a service in trouble", judgeService(service("1.0.0", "failing"), "1.0.0"), "warn", "So it is."],
  ["a service that is well", judgeService(service("1.0.0", "ok"), "1.0.0"), "ok", "runs since T"],
  ["no service installed", judgeManaged({ ...managed, state: null }), "warn", "No service is installed for acme"],
  [
    "a service that failed",
    judgeManaged({ ...managed, state: { ...state, running: false, failed: true } }),
    "fail",
    "failed",
  ],
  ["a service that rests", judgeManaged({ ...managed, state: { ...state, running: false } }), "warn", "does not run"],
  [
    "a service that boot forgets",
    judgeManaged({ ...managed, state: { ...state, enabled: false } }),
    "warn",
    "would not start",
  ],
  ["a service that is kept", judgeManaged({ ...managed, state }), "ok", "runs, and starts with this host"],
  ["a fresh success", judgeSuccess(success), "ok", "1m ago"],
  ["no success", judgeSuccess({ ...success, lastSuccess: null }), "warn", "ever read whole"],
  [
    "an old success beside a service",
    judgeSuccess({ ...success, lastSuccess: run(0), lastRun: run(0, "x.y") }),
    "fail",
    "It failed.",
  ],
  [
    "an old success without one",
    judgeSuccess({ ...success, lastSuccess: run(0), isServed: false }),
    "warn",
    "polls come every 10m",
  ],
  ["nobody yet", judgeHolder(null, false), "ok", "No process ever"],
  ["a holder that is gone", judgeHolder("process 1", false), "ok", "The last one was process 1"],
  ["a holder", judgeHolder("process 1", true), "ok", "held by process 1"],
  ["plain HTTP at home", judgePlain("127.0.0.1"), "ok", "stays on this host"],
  ["plain HTTP abroad", judgePlain("mw.example"), "warn", "go to mw.example"],
  ["records that can be read", judgeRecords({ quarantine: [], uncommittedRecords: 0 }), "ok", "Every record"],
];

describe("judges", () => {
  test.each(TABLE)("%s", (_, judgement, state, says) => {
    expect(judgement).toMatchObject({ state, says: expect.stringContaining(says) });
    // Whoever is told of trouble is told what to do.
    if (state !== "ok") expect(judgement.next).not.toBeNull();
  });
});

test("a damaged staging file is told in one line, without SQLite's heading", () => {
  const says = (faults: string[]) => judgeStaging(8192, faults).says;
  expect(says(["*** in database main ***\nTree 4 page 9: bad\nTree 4 page 10: bad"])).toEndWith(
    " damaged: Tree 4 page 9: bad.",
  );
  expect(says(["row 3 missing from index x"])).toEndWith(" damaged: row 3 missing from index x.");
});
