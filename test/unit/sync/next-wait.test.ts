import { describe, expect, test } from "bun:test";
import { ERROR_CODES, type ErrorCode } from "../../../src/domain/errors/registry.ts";
import { type ErrorDetails, fail } from "../../../src/domain/errors/tidemark-error.ts";
import { isClosed, type LastTurn, nextWait } from "../../../src/sync/next-wait.ts";

const MINUTE = 60_000;

function waitAfter(code: ErrorCode | null, turn: Partial<LastTurn> = {}, details: ErrorDetails = {}) {
  const error = code === null ? null : fail(code, details);
  return nextWait({ error, failures: 1, pollEvery: 5 * MINUTE, fraction: 0, ...turn });
}

/** How each code that may end a turn is taken. A new one has to be entered here, and thought about. */
const CLASSES: Readonly<Record<"closed" | "login taken" | "stopped" | "failing", readonly string[]>> = {
  closed: ["moneyworks: unreachable timeout connection-lost no-document busy"],
  "login taken": ["moneyworks: users-limit"],
  stopped: ["run: cancelled"],
  failing: [
    "run: no-progress",
    "internal: unexpected bad-id",
    "data: nothing-yet unreadable replaced not-a-directory read-only disk-full cannot-open newer-version older-version",
    "data: unsettled not-ours corrupt locked busy io journal statement other-owner",
    "canonical: malformed-xml encoding doctype wrong-root wrong-table bad-attribute unexpected-element unexpected-text",
    "canonical: bad-name duplicate-field bad-value not-canonical bad-stream bad-key key-too-long unsendable",
    "moneyworks: url-scheme url-host url-port url-no-password url-two-logins url-user url-encoding url-document",
    "moneyworks: url-extra url-no-user folder tls login folder-login-required not-found not-moneyworks no-table private-table",
    "moneyworks: search not-understood server-error unexpected-answer unstable-answer empty-answer no-evaluate bad-xml",
    "moneyworks: wrong-table inconsistent too-big no-modtime no-sequence-numbers unstable no-clock import-refused",
    "moneyworks: import-unknown search-text search-too-long",
    "mirror: not-a-repository main-moved ref-locked gone corrupt missing-object foreign-file bad-marker newer-format anonymized",
    "remote: main-gone bad-url secret-in-url bad-token ssh-url bad-branch unreachable interrupted tls redirected not-git",
    "remote: dumb-http unsupported protocol unauthorised forbidden proxy-auth not-found too-large server-error bad-status",
    "remote: refused rejected unpack-failed main-moved foreign-history no-rewind unknown-outcome path-is-file not-bare",
    "remote: not-empty unusable-path ref-locked not-writable disk-full disk-error damaged bad-pack pack-limit",
    "sync: unknown-table unmirrored-table table-gone no-progress delete-brake duplicate-key other-document",
    "sync: document-unproven quarantined unreadable too-many-unreadable document-restored",
    "check: needs-full writes-nothing no-check contested unreadable first-read-unfinished",
    "promote: too-big bad-notes outcome-unknown unsteady unread anonymized",
  ],
};
/** Of commands, options, requests that come in, and the host: no turn ends so. */
const ELSEWHERE = new Set(
  "usage record output config adopt rebuild api notify simulator backup restore init release service upgrade anonymize".split(
    " ",
  ),
);

function codesOf(lines: readonly string[]): ErrorCode[] {
  return lines.flatMap((line) => {
    const [area = "", names = ""] = line.split(": ");
    return names.split(" ").map((name) => `${area}.${name}` as ErrorCode);
  });
}

describe("every error code", () => {
  test("has one class", () => {
    const known = Object.keys(ERROR_CODES).filter((code) => !ELSEWHERE.has(code.split(".")[0] ?? ""));
    const classed = Object.values(CLASSES).flatMap(codesOf);
    expect(classed.toSorted()).toEqual(known.toSorted() as ErrorCode[]);
  });

  test.each(codesOf(CLASSES.closed))("%s: MoneyWorks is closed", (code) => {
    expect(waitAfter(code, { failures: 9 })).toEqual({ ms: 5 * MINUTE, weather: "closed" });
    expect(isClosed(fail(code))).toBe(true);
  });

  test.each(codesOf(CLASSES["login taken"]))("%s: all log-ins are taken", (code) => {
    expect(waitAfter(code, { failures: 9 })).toEqual({ ms: 5 * MINUTE, weather: "failing" });
    expect(waitAfter(code, { pollEvery: 1000 }).ms).toBe(MINUTE);
  });

  test.each(codesOf(CLASSES.stopped))("%s: a person ended it, and all is well", (code) => {
    expect(waitAfter(code)).toEqual({ ms: 5 * MINUTE, weather: "open" });
  });

  test.each(codesOf(CLASSES.failing))("%s: waits grow", (code) => {
    expect(waitAfter(code, { failures: 2 })).toEqual({ ms: 20 * MINUTE, weather: "failing" });
    expect(isClosed(fail(code))).toBe(false);
  });
});

describe("the next wait", () => {
  test("is the poll interval when all is well", () => {
    expect(waitAfter(null, { failures: 0, fraction: 0.9 })).toEqual({ ms: 5 * MINUTE, weather: "open" });
  });

  test.each([
    [1000, 0, 60_000],
    [1000, 0.999, 71_988],
    [3 * MINUTE, 0, 180_000],
    [10 * MINUTE, 0.999, 600_000],
    [60 * MINUTE, 0, 600_000],
  ])("while MoneyWorks is closed, polls every %i ms, chance %d: %i ms", (pollEvery, fraction, ms) => {
    for (const failures of [1, 50]) expect(waitAfter("moneyworks.busy", { pollEvery, fraction, failures }).ms).toBe(ms);
  });

  test("doubles with each failure up to an hour, and chance takes a fifth of it at most", () => {
    const waits = (fraction: number) =>
      [1, 2, 3, 4, 20, 2000].map((failures) => waitAfter("internal.unexpected", { failures, fraction }).ms / MINUTE);
    expect(waits(0)).toEqual([10, 20, 40, 60, 60, 60]);
    expect(waits(0.5)).toEqual([9, 18, 36, 54, 54, 54]);
  });

  test("is never shorter than the poll interval", () => {
    expect(waitAfter("internal.unexpected", { pollEvery: 120 * MINUTE, fraction: 0.99 }).ms).toBe(120 * MINUTE);
  });

  test.each([
    [30, 10 * MINUTE],
    [1800, 30 * MINUTE],
    [10_000_000, 24 * 60 * MINUTE],
    [null, 10 * MINUTE],
  ])("is at least what the remote asks for, a day at most: %p s", (retryAfter, ms) => {
    expect(waitAfter("remote.server-error", {}, { status: 429, retryAfter }).ms).toBe(ms);
  });

  test.each([
    [502, "closed"],
    [503, "closed"],
    [504, "closed"],
    [500, "failing"],
  ] as const)("takes a proxy's %i for a server that is %s", (status, weather) => {
    expect(waitAfter("moneyworks.server-error", {}, { status }).weather).toBe(weather);
  });
});
