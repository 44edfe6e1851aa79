import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { describeWithTool, tracing } from "../support/tools.ts";
import { Recording } from "./power-loss/record.ts";
import { powerLoss } from "./power-loss.ts";

setDefaultTimeout(300_000);

describeWithTool([...tracing(), "git"], "a power cut", () => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await Recording.make({ records: 200, chunk: 25, checkpoint: 50, polls: 1 });
  });
  afterAll(() => recording[Symbol.asyncDispose]());

  test("at any step of a first read or a poll leaves what the next run takes to the truth, with nothing lost", async () => {
    const report = await powerLoss(recording, { seed: 5, kinds: 10, random: 2, mixtures: 1 });
    expect(report.faults).toEqual([]);
    expect(report.syncs).toBeGreaterThan(60);
    expect(report.images).toBeGreaterThan(30);
  });

  // The model would find it: each of these is the recorded run without one kind of sync.
  test.each([
    ["the directory of the packs", /^sync data\/repository\.git\/objects\/pack$/, "make mirror.git"],
    ["a pack", /^sync data\/repository\.git\/tidemark\/tmp\/commit\.pack$/, "make mirror.git"],
    ["the directory of main", /^sync data\/repository\.git\/refs\/heads$/, "make mirror.git"],
    ["the directory of the remote's main", /^sync mirror\.git\/refs\/heads$/, "make data/.write-test"],
    ["the staging log", /^sync data\/staging\.sqlite(-wal)?$/, "make data/.write-test"],
    ["the new data directory's name", /^sync \.$/, "make data/.write-test"],
  ])("would be found out if %s were not synced", async (_, forgotten, last) => {
    const kept = recording.steps.filter(({ label }) => !forgotten.test(label));
    const only = kept.findLastIndex(({ label }) => label === last) + 1;
    const { faults } = await powerLoss(recording, { seed: 1, kinds: null, random: 0, mixtures: 0, only, forgotten });
    expect(faults).not.toEqual([]);
  });
});
