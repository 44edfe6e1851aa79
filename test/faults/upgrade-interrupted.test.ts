import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { Versions } from "../support/upgrade-world.ts";
import { type Crash, crash } from "./upgrade-crash.ts";

setDefaultTimeout(120_000);

let versions: Versions;
beforeAll(async () => {
  versions = await Versions.make();
});
afterAll(() => versions[Symbol.asyncDispose]());

// `bun run upgrade-campaign` kills at every step; these are in the middle of the data, the trial and the way back.
const SAMPLES: readonly Crash[] = [
  { what: "good", killAt: 36, finder: "boot" },
  { what: "bad", killAt: 36, finder: "systemd" },
  // The service on trial decides that the new program stays while the former one is getting its place back.
  { what: "good", killAt: 34, finder: "systemd" },
  { what: "taken back", killAt: 12, finder: "upgrade" },
];

describe("an upgrade that is killed", () => {
  test.each([...SAMPLES])("$what, at step $killAt, and found by the next $finder, ends well", async (sample) => {
    expect(await crash(versions, sample)).toEqual({ wasKilled: true, problems: [] });
  });
});
