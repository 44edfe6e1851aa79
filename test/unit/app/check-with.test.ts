import { expect, test } from "bun:test";
import { type CheckParts, checkWith, openView } from "../../../src/app/check-with.ts";
import { dataDirectory } from "../../../src/app/data-directory.ts";
import { createHttpMeter } from "../../../src/app/http-meter.ts";
import type { RunId } from "../../../src/domain/ids.ts";
import { createSource } from "../../../src/moneyworks/source.ts";
import { createFiles } from "../../../src/platform/files.ts";
import { createHttp } from "../../../src/platform/http.ts";
import { fixedRandom } from "../../support/moneyworks-fakes.ts";
import { smallCompany } from "../../support/small-company.ts";
import { World } from "../../support/world.ts";

/** What a service hands over: the staging file that it holds itself. */
function partsOf(world: World): CheckParts {
  const { clock, log, settings } = world;
  const meter = createHttpMeter(createHttp(), clock);
  const source = createSource({ url: world.url, http: meter.http, clock, log, random: fixedRandom(0.5) });
  const directory = dataDirectory(world.repository.replace("/repository.git", ""));
  return { source, staging: openView(world.staging), directory, settings, files: createFiles(), clock, log, meter };
}

const request = {
  run: "01890000-0000-7000-8000-0000000000ff" as RunId,
  maxDifferences: null,
  signal: new AbortController().signal,
  onProgress: () => {},
  onDifference: () => {},
};

test("a check on an open appliance tells what differs and what it cost, and leaves no trace in its history", async () => {
  await using world = await World.open({ data: smallCompany() });
  await world.poll();
  world.pass(60);
  world.records.silentChange("name", "ROWAN", { phone: "changed" });
  const before = { runs: world.staging.runs(9), changes: world.staging.changes({ limit: 999 }) };
  const parts = partsOf(world);
  world.simulator.controls.clearRequests();
  const { summary, error } = await checkWith(parts, request);
  expect(error).toBeNull();
  expect(summary).toMatchObject({ outcome: "different", differences: 1 });
  const { requests, bytes } = parts.meter.totals();
  expect([summary.requests, summary.bytes]).toEqual([requests, bytes]);
  expect(summary.requests).toBe(world.simulator.controls.requests.length);
  expect({ runs: world.staging.runs(9), changes: world.staging.changes({ limit: 999 }) }).toEqual(before);
  const again = await checkWith(parts, request);
  expect(again.summary.requests).toBe(parts.meter.totals().requests - requests);
});

test("without a mirror there is nothing to check, and a main that somebody moved is none", async () => {
  await using world = await World.open({ data: smallCompany() });
  await expect(checkWith(partsOf(world), request)).rejects.toMatchObject({ code: "data.nothing-yet" });
  await world.poll();
  world.git("update-ref", "-d", "refs/heads/main");
  await expect(checkWith(partsOf(world), request)).rejects.toMatchObject({ code: "mirror.main-moved" });
});
