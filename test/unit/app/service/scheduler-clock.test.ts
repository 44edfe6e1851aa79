import { expect, setDefaultTimeout, test } from "bun:test";
import { type Serving, serve } from "../../../support/serving.ts";
import { smallCompany } from "../../../support/small-company.ts";
import { tables, World } from "../../../support/world.ts";

setDefaultTimeout(30_000);

const HOUR = 3_600_000;
const YEAR_SECONDS = 365 * 86_400;
/** Full syncs at the full hour, checks half an hour later: nothing else cuts a wait short. */
const HOURLY = { pollEvery: 6 * HOUR, fullAt: "0 * * * *", checkAt: "30 * * * *" };

/** How many full syncs and checks there were. */
function counts(world: World): [full: number, check: number] {
  const kinds = world.staging.runs(99).map(({ kind }) => kind);
  return [kinds.filter((kind) => kind === "full").length, kinds.filter((kind) => kind === "check").length];
}

for (const [name, restarts] of [
  ["while the service runs", false],
  ["and the service starts anew", true],
] as const) {
  test(`a host's clock that was a year ahead is put right ${name}: full syncs and checks go on at their times`, async () => {
    await using world = await World.open({ data: smallCompany(), settings: { tables: tables("name") } });
    world.clock.stepWall(YEAR_SECONDS);
    let before: [number, number] = [0, 0];
    const putRight = () => {
      world.clock.stepWall(-YEAR_SECONDS);
      before = counts(world);
    };
    const inWait = ({ waited }: Serving) => {
      if (waited.length === 5 && !restarts) putRight();
    };
    await serve(world, { waits: restarts ? 4 : 12, appliance: HOURLY, inWait }).service.go();
    if (restarts) {
      putRight();
      await serve(world, { waits: 7, appliance: HOURLY }).service.go();
    }
    const [full, check] = counts(world);
    expect(Math.min(...before)).toBeGreaterThanOrEqual(1);
    expect([full - before[0], check - before[1]].map((more) => more >= 2 && more <= 4)).toEqual([true, true]);
  });
}

test("a time that is set, or switched on again, counts from then on: nothing is caught up with that nobody had planned", async () => {
  await using world = await World.open({ data: smallCompany(), settings: { tables: tables("name") } });
  const plan = ({ appliance, service }: Serving, at: string | null) => {
    Object.assign(appliance, { fullAt: at, checkAt: at });
    // An incoming commit sets it, so that the scheduler looks at once.
    service.control.resume();
  };
  const inWait = (serving: Serving) => {
    const { length } = serving.waited;
    // The first read was a full sync, hours ago; no check ever ran.
    if (length === 4) plan(serving, "30 * * * *");
    if (length === 9) plan(serving, null);
    if (length === 14) plan(serving, "15 * * * *");
  };
  await serve(world, { waits: 19, appliance: { pollEvery: 6 * HOUR }, inWait }).service.go();
  const [first, ...planned] = world.staging
    .runs(99)
    .filter(({ kind }) => kind === "full" || kind === "check")
    .map(({ kind, startedAt }) => `${kind} ${new Date(startedAt).toISOString().slice(14, 16)}`)
    .reverse();
  expect(first).toBe("full 00");
  expect(new Set(planned)).toEqual(new Set(["full 30", "check 30", "full 15", "check 15"]));
});
