import { describe, expect, test } from "bun:test";
import type { Adoption } from "../../../src/api/contract/adoption.ts";
import type { RunDetail } from "../../../src/api/contract/run.ts";
import type { Status } from "../../../src/api/contract/status.ts";
import { adoptionText } from "../../../src/api/text/adoption.ts";
import { runText } from "../../../src/api/text/run.ts";
import { statusText } from "../../../src/api/text/status.ts";
import { newRun, progressAt } from "../../support/fake-service/runs.ts";
import { statusOf } from "../../support/fake-service/status.ts";

const AT = "2025-03-31T17:45:00.000Z";
const RUN = "01890000-0000-7000-8000-000000000000";
const COMMIT = "c".repeat(40);
const STEP = { table: "name", tableNumber: 1, tableCount: 3, done: 250, total: 1000 };

function status(parts: Partial<Parameters<typeof statusOf>[0]> = {}, more: Partial<Status> = {}): string {
  const whole = {
    ...{ at: AT, startedAt: AT, commit: COMMIT, tables: [], runs: [], running: null },
    ...{ pausedSince: null, nextPollAt: AT, promotions: [], halt: null },
  };
  return statusText({ ...statusOf({ ...whole, ...parts }), ...more });
}

describe("the status, for people", () => {
  test("says in its first line whether all is well", () => {
    expect(status()).toStartWith("OK: Main is what MoneyWorks holds.\n\n");
  });

  test("says what a person has to do, and which ways there are", () => {
    const halt = {
      ...{ code: "remote.main-moved", message: "main was \u001b[2Jmoved", hint: "Look who did.", since: AT },
      ways: [{ way: "adopt-theirs" as const, effect: "Their commits stay." }],
    };
    const text = status({ halt });
    expect(text).toStartWith("HALTED: main was \\x1b[2Jmoved\n  Look who did.\n");
    expect(text).toContain(
      `  halted since ${AT}: main was \\x1b[2Jmoved\n  Look who did.\n    adopt-theirs: Their commits stay.\n`,
    );
    expect(text).toContain("remote    not where Tidemark left it, see above\n");
  });

  test("says what runs, what is paused, and what comes next", () => {
    const running = progressAt(newRun(RUN, "poll", AT), STEP);
    expect(status({ running })).toContain(`running   poll ${RUN}, 25.0 %\n`);
    expect(status({ pausedSince: AT })).toContain(`paused    since ${AT}\n`);
    expect(status()).toContain(`next      poll ${AT}\n`);
  });

  test("says what waits and what is missing", () => {
    const text = status({}, { unpushedCommits: 2, uncommittedRecords: 3, remote: null, lastRun: null });
    expect(text).toContain("remote    nothing pushed yet\n");
    expect(text).toContain("last run  none yet\n");
    expect(text).toContain("staged    3 records wait for a commit\n");
    expect(status({}, { unpushedCommits: 1 })).toContain(`remote    1 commit behind, at ${COMMIT}\n`);
  });
});

describe("a run, for people", () => {
  const ended = (more: Partial<RunDetail>) => runText({ ...newRun(RUN, "poll", AT), endedAt: AT, ms: 1234, ...more });

  test("says what came of it in its last line", () => {
    expect(ended({ outcome: "ok" })).toBe("poll ok in 1.2 s: nothing to commit\n");
    expect(ended({ outcome: "ok", commit: COMMIT, pushed: true })).toBe(
      `poll ok in 1.2 s: main is ${COMMIT}, pushed\n`,
    );
    expect(ended({ outcome: "failed", error: { code: "moneyworks.timeout", message: "no \u009banswer" } })).toBe(
      "poll failed in 1.2 s: nothing committed\n  no \\x9banswer (moneyworks.timeout)\n",
    );
  });

  test("says how far it is", () => {
    const run = newRun(RUN, "full", AT);
    expect(runText({ ...run, progress: progressAt(run, STEP) })).toBe(
      `full ${RUN} goes on, 25.0 %, read name, 250 of 1000 records\n`,
    );
    expect(runText(run)).toBe(`full ${RUN} goes on\n`);
  });
});

describe("an adoption, for people", () => {
  const finding = {
    ...{ place: "remote" as const, kind: "moved" as const, ref: "refs/heads/main", head: COMMIT },
    commits: { newest: [{ commit: COMMIT, author: "Eve\u001b[2J", at: AT, subject: "mine" }], total: 3 },
    files: { first: ["README"], total: 1 },
  };

  test("is proposed with what was found and the word that confirms it", () => {
    const adoption: Adoption = {
      proposal: { side: "ours", word: "ccccccc", findings: [finding], document: null },
      adopted: null,
    };
    expect(adoptionText(adoption)).toBe(
      [
        `refs/heads/main at the remote was moved, to ${COMMIT}.`,
        "  ccccccc  2025-03-31  Eve\\x1b[2J  mine",
        "  … and 2 more",
        "  1 file differs from ours",
        "It would be put back to our commit; theirs is kept on a branch.",
        "To do it: POST /sync/adopt?side=ours&confirm=ccccccc",
        "",
      ].join("\n"),
    );
  });

  test("tells what was done", () => {
    const adopted = { commit: COMMIT, asides: ["refs/heads/set-aside/abc"], pushed: true };
    expect(adoptionText({ proposal: null, adopted })).toBe(
      `main is ${COMMIT}, pushed\ntheirs is kept on set-aside/abc\nDone. The next sync goes on from here.\n`,
    );
    expect(adoptionText({ proposal: null, adopted: null })).toContain("Nothing to adopt");
  });
});
