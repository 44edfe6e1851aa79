import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { anonymize } from "../../src/app/anonymize/anonymize.ts";
import { generateCompany } from "../../src/simulator/company/generate.ts";
import { Anonymizing, filesIn } from "../support/anonymize-command.ts";
import { REQUEST } from "../support/anonymize-run.ts";
import { FakeHost } from "../support/fake-host.ts";
import { jsonLines, Program, runProgram } from "../support/program.ts";
import { World } from "../support/world.ts";

setDefaultTimeout(120_000);

async function mirrored(records: number): Promise<World> {
  const world = await World.open({ data: generateCompany({ seed: 7, records }) });
  await world.poll();
  world.close();
  return world;
}

test("killed and started again, in threads, it writes the bytes of one thread that nobody disturbed", async () => {
  await using world = await mirrored(500);
  using place = new Anonymizing();
  const expected = await place.done(world.remotePath, "quiet");
  const words = place.words(world.remotePath, "killed", "--jobs", "2");
  const journal = place.at("killed/.parts/journal.jsonl");
  {
    await using program = new Program(words);
    const begun = () => existsSync(journal) && readFileSync(journal, "utf8").split("\n").length > 3;
    while (!begun()) await Bun.sleep(1);
    program.kill("SIGSTOP");
    const beside = await place.type([...words, "--resume"]);
    expect(beside).toMatchObject({ code: 5, last: { code: "anonymize.target-busy" } });
    program.kill("SIGKILL");
    expect((await program.finished).signal).toBe("SIGKILL");
  }
  expect(existsSync(place.at("killed/ANONYMIZED.json"))).toBe(false);
  const again = await runProgram([...words, "--resume"]);
  expect([again.code, again.err]).toEqual([0, ""]);
  const summary = jsonLines(again.out).at(-1) as { type: string; resumed: number; peakRss: number };
  expect(summary).toMatchObject({ type: "summary", audit: null });
  expect(summary.resumed).toBeGreaterThan(0);
  expect(filesIn(place.at("killed"))).toEqual(expected);
});

test("at a signal it stops with 130 and says how to go on", async () => {
  await using world = await mirrored(200);
  using place = new Anonymizing();
  const host = new FakeHost({ args: [] });
  const request = { ...REQUEST, from: world.remotePath, to: place.at("out"), secretFile: place.secretFile };
  const settings = { flags: {} };
  let isSent = false;
  const onProgress = ({ step, done }: { step: string; done: number }) => {
    if (isSent || step !== "records" || done === 0) return;
    isSent = true;
    host.send("SIGINT");
  };
  const stopped = anonymize(host, { settings, request }, { onProgress, onNote: () => {} });
  await expect(stopped).rejects.toMatchObject({
    code: "anonymize.stopped",
    exitCode: 130,
    hint: expect.stringContaining("--resume"),
  });
  const quiet = await place.done(world.remotePath, "quiet");
  expect(await place.done(world.remotePath, "out", "--resume")).toEqual(quiet);
});
