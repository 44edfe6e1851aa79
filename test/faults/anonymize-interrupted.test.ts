import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OutputKind } from "../../src/app/anonymize/request.ts";
import { createFiles } from "../../src/platform/files.ts";
import { filesIn } from "../support/anonymize-command.ts";
import { runAnonymize, smallSource } from "../support/anonymize-run.ts";
import { CrashPoint, MortalFiles } from "../support/failing-files.ts";
import { TemporaryDirectory } from "../support/temporary.ts";

setDefaultTimeout(60_000);

const COUNTS = { account: 7, department: 0, name: 11 };
const files = createFiles();

async function whole(as: OutputKind): Promise<Record<string, string>> {
  using place = new TemporaryDirectory();
  await runAnonymize({ source: smallSource(COUNTS), to: join(place.path, "out"), files, as });
  return filesIn(join(place.path, "out"));
}

/** Every step of the one would be tried by the other: each tries some of them. */
describe.each([
  ["exports", 7],
  ["snapshot", 13],
] as const)("%s", (as, stride) => {
  test("come out the same after a power cut at any step and a second start", async () => {
    const expected = await whole(as);
    const point = new CrashPoint();
    let steps = 0;
    for (let at = 1; at <= steps || at === 1; at += stride) {
      using place = new TemporaryDirectory();
      const to = join(place.path, "out");
      const mortal = new MortalFiles(point);
      if (at === 1) {
        point.reset(Number.POSITIVE_INFINITY);
        await runAnonymize({ source: smallSource(COUNTS), to, files: mortal.wrap(files), as });
        steps = point.names.length;
        rmSync(to, { recursive: true });
        mortal.forget();
      }
      point.reset(at);
      const died = runAnonymize({ source: smallSource(COUNTS), to, files: mortal.wrap(files), as });
      expect([at, await died.then(String, () => "died")]).toEqual([at, "died"]);
      mortal.losePower();
      if (!existsSync(join(to, "ANONYMIZED.json")) || existsSync(join(to, ".parts"))) {
        await runAnonymize({ source: smallSource(COUNTS), to, files, as, resume: true });
      }
      expect([point.names.at(-1), filesIn(to)]).toEqual([point.names.at(-1), expected]);
    }
    expect(steps).toBeGreaterThan(50);
  });
});

test("a second start reads nothing twice that is durable", async () => {
  using place = new TemporaryDirectory();
  const to = join(place.path, "out");
  const stop = new AbortController();
  const first = smallSource(COUNTS);
  const onProgress = (done: number) => {
    if (done >= 9) stop.abort(new Error("stopped by a test"));
  };
  const stopped = runAnonymize({ source: first, to, files, signal: stop.signal, onProgress });
  await expect(stopped).rejects.toMatchObject({ code: "anonymize.stopped", exitCode: 130 });
  const second = smallSource(COUNTS);
  const { resumed, tables } = await runAnonymize({ source: second, to, files, resume: true });
  expect(resumed).toBeGreaterThanOrEqual(7);
  expect(first.read.length + second.read.length).toBeLessThanOrEqual(18 + 2);
  expect(tables).toEqual([
    expect.objectContaining({ table: "account", read: 7, written: 7 }),
    expect.objectContaining({ table: "department", read: 0, written: 0 }),
    expect.objectContaining({ table: "name", read: 11, written: 11 }),
  ]);
  expect(filesIn(to)).toEqual(await whole("exports"));
});

describe("what an interrupted run left", () => {
  async function interrupted(work: (to: string) => Promise<void>): Promise<void> {
    using place = new TemporaryDirectory();
    const to = join(place.path, "out");
    const signal = AbortSignal.abort(new Error("stopped by a test"));
    await runAnonymize({ source: smallSource(COUNTS), to, files, signal }).catch(() => {});
    await work(to);
  }

  test("is not begun anew without being told so", () =>
    interrupted(async (to) => {
      const again = runAnonymize({ source: smallSource(COUNTS), to, files });
      await expect(again).rejects.toMatchObject({
        code: "anonymize.target-begun",
        hint: expect.stringContaining("--resume"),
      });
    }));

  test("is not gone on with when anything is another: it is named", () =>
    interrupted(async (to) => {
      const other = { ...smallSource(COUNTS), identity: "test 2" };
      const asked = { to, files, resume: true };
      const differs = (message: string) => ({
        code: "anonymize.resume-differs",
        message: expect.stringContaining(message),
      });
      const fromOther = runAnonymize({ ...asked, source: other });
      await expect(fromOther).rejects.toMatchObject(differs("the source was test 1 and is test 2"));
      const asOther = runAnonymize({ ...asked, source: smallSource(COUNTS), as: "snapshot" });
      await expect(asOther).rejects.toMatchObject(differs("--as and --format was verbose and is snapshot"));
      const fewer = runAnonymize({ ...asked, source: smallSource({ account: 7 }) });
      await expect(fewer).rejects.toMatchObject(differs("the tables was account,department,name and is account"));
    }));

  test("may end in half a line, as a crash leaves it, and not be damaged otherwise", () =>
    interrupted(async (to) => {
      const journal = join(to, ".parts/journal.jsonl");
      const text = readFileSync(journal, "utf8");
      writeFileSync(journal, `nothing\n${text}`);
      const damaged = runAnonymize({ source: smallSource(COUNTS), to, files, resume: true });
      await expect(damaged).rejects.toMatchObject({ code: "anonymize.journal" });
      writeFileSync(journal, `${text}{"type":"part","tab`);
      await runAnonymize({ source: smallSource(COUNTS), to, files, resume: true });
      expect(filesIn(to)).toEqual(await whole("exports"));
    }));
});
