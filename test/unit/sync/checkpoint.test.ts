import { describe, expect, test } from "bun:test";
import type { Modtime, Oid, RunId } from "../../../src/domain/ids.ts";
import type { CommitRequest, CommitResult } from "../../../src/domain/ports/mirror.ts";
import { Checkpointer, type CheckpointOptions } from "../../../src/sync/checkpoint.ts";
import { ProgressReporter } from "../../../src/sync/progress.ts";
import { CollectingLog, SleepingClock } from "../../support/moneyworks-fakes.ts";
import { oidOf } from "../../support/staging-builders.ts";

const RUN = "01890000-0000-7000-8000-000000000001" as RunId;

/** A mirror that writes down what it was asked, in order, and pushes when it is told to. */
class Diary {
  readonly lines: string[] = [];
  dirty = 0;
  commits = 0;
  failing = false;
  #release: (() => void) | null = null;

  readonly mirror = {
    commit: (_request: CommitRequest): CommitResult | null => {
      if (this.dirty === 0) return null;
      this.commits++;
      this.lines.push(`commit ${this.dirty}`);
      const records = this.dirty;
      this.dirty = 0;
      return { commit: oidOf(`commit ${this.commits}`), records, objects: 1, packBytes: 1 };
    },
    push: async (): Promise<boolean> => {
      const upTo = this.commits;
      this.lines.push(`push ${upTo} begins`);
      await new Promise<void>((resolve) => {
        this.#release = resolve;
      });
      if (this.failing) throw new Error("the remote is down");
      this.lines.push(`push ${upTo} ends`);
      return true;
    },
  };

  /** Lets the push under way come to its end, now or when it has begun. */
  async release(): Promise<void> {
    while (this.#release === null) await Promise.resolve();
    this.#release();
    this.#release = null;
  }
}

function checkpointer(diary: Diary, checkpoint: number): Checkpointer {
  const staging = {
    dirtyCount: () => diary.dirty,
    pending: () => ({ counts: [], records: [] }),
    markers: () => [],
    setting: () => null,
  };
  const ports = { staging, mirror: diary.mirror, clock: new SleepingClock(), log: new CollectingLog() };
  const options: CheckpointOptions = {
    ports,
    settings: { checkpoint, configFile: new Uint8Array(), configHash: "" },
    run: RUN,
    verb: "backfill",
    serverTime: "20250310141502" as Modtime,
    signal: new AbortController().signal,
    progress: new ProgressReporter({ run: RUN, kind: "full", tables: 1, watch: () => {} }),
  };
  return new Checkpointer(options);
}

async function page(checkpoints: Checkpointer, diary: Diary, records: number): Promise<void> {
  await checkpoints.beforePage(records);
  diary.dirty += records;
}

describe("checkpoints", () => {
  test("commit before the page that follows a full one, so that the last commit is never left to a page without changes", async () => {
    const diary = new Diary();
    const checkpoints = checkpointer(diary, 10);
    await page(checkpoints, diary, 6);
    await page(checkpoints, diary, 6);
    await page(checkpoints, diary, 0);
    expect(diary.lines).toEqual([]);
    await page(checkpoints, diary, 1);
    expect(diary.lines).toEqual(["commit 12", "push 1 begins"]);
    const finished = checkpoints.finish();
    await diary.release();
    await diary.release();
    await finished;
    expect(diary.lines.slice(2)).toEqual(["push 1 ends", "commit 1", "push 2 begins", "push 2 ends"]);
    expect(checkpoints.commit).toBe(oidOf("commit 2") as Oid);
    expect(checkpoints.pushed).toBe(true);
  });

  test("count what an interrupted run left", async () => {
    const diary = new Diary();
    diary.dirty = 10;
    const checkpoints = checkpointer(diary, 10);
    await page(checkpoints, diary, 1);
    expect(diary.lines).toEqual(["commit 10", "push 1 begins"]);
  });

  test("read on while a push is under way, and have one at a time", async () => {
    const diary = new Diary();
    const checkpoints = checkpointer(diary, 5);
    await page(checkpoints, diary, 5);
    await page(checkpoints, diary, 4);
    await page(checkpoints, diary, 1);
    expect(diary.lines).toEqual(["commit 5", "push 1 begins"]);
    const next = page(checkpoints, diary, 1);
    await diary.release();
    await next;
    expect(diary.lines).toEqual(["commit 5", "push 1 begins", "push 1 ends", "commit 5", "push 2 begins"]);
  });

  test("leave a push that failed to the caller at the next one, and to nobody when the run is given up", async () => {
    for (const end of ["finish", "abandon"] as const) {
      const diary = new Diary();
      diary.failing = true;
      const checkpoints = checkpointer(diary, 1);
      await page(checkpoints, diary, 1);
      await page(checkpoints, diary, 1);
      const ended = checkpoints[end]().then(
        () => "went through",
        (error: Error) => error.message,
      );
      await diary.release();
      expect(await ended).toBe(end === "finish" ? "the remote is down" : "went through");
      expect(checkpoints.pushed).toBe(false);
    }
  });
});
