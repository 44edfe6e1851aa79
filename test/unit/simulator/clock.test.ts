import { describe, expect, test } from "bun:test";
import { START, simulators } from "../../support/simulator.ts";

const start = simulators();

test("the server's time is the same in every place that tells it", async () => {
  const { sim, get, evaluate } = await start();
  expect(await evaluate("Timestamp()")).toBe("2025-03-11 09:00:07.000");
  expect(await evaluate("Timestamp(TSZ_UTC,TSF_ISO8601)")).toBe("2025-03-10T20:00:07.000Z");
  expect(await evaluate("DateToText(Time(),-7)")).toBe("20250311090007");
  expect(await evaluate("Today()")).toBe("11/03/25");
  expect((await get("/version")).headers.get("date")).toBe("Mon, 10 Mar 2025 20:00:07 GMT");
  expect(sim.controls.records.touch("name", "ROWAN").modtime).toBe("20250311090007");
});

test("the server's clock runs with the host's monotonic time", async () => {
  const { clock, evaluate } = await start();
  await clock.sleep(61_500);
  expect(await evaluate("Timestamp()")).toBe("2025-03-11 09:01:08.500");
});

describe("the clock can be", () => {
  test("stepped either way", async () => {
    const { sim, evaluate } = await start();
    sim.controls.clock.step(3600);
    expect(await evaluate("DateToText(Time(),-7)")).toBe("20250311100007");
    sim.controls.clock.step(-7200);
    expect(await evaluate("DateToText(Time(),-7)")).toBe("20250311080007");
  });

  test("frozen and released", async () => {
    const { sim, clock } = await start();
    sim.controls.clock.freeze(true);
    await clock.sleep(5000);
    expect(sim.controls.clock.stamp()).toBe("20250311090007");
    sim.controls.clock.freeze(false);
    await clock.sleep(5000);
    expect(sim.controls.clock.stamp()).toBe("20250311090012");
  });

  test("made to drift", async () => {
    const { sim, clock } = await start();
    sim.controls.clock.drift(1.5);
    await clock.sleep(10_000);
    expect(sim.controls.clock.utc()).toBe(START + 15_000);
  });

  test("moved to another zone, which changes local time only", async () => {
    const { sim } = await start();
    sim.controls.moveTo("Africa/Johannesburg");
    expect(sim.controls.clock.state()).toMatchObject({ utc: START, local: "20250310220007" });
    sim.controls.moveTo(-90);
    expect(sim.controls.clock.stamp()).toBe("20250310183007");
  });

  test("kept when the zone is unknown", async () => {
    const { sim } = await start();
    expect(() => sim.controls.moveTo("Mars/Olympus")).toThrow(expect.objectContaining({ code: "simulator.zone" }));
    expect(sim.controls.clock.stamp()).toBe("20250311090007");
  });
});

test.each([
  ["repeats an hour when summer time ends", "2025-04-05T13:30:00Z", "20250406023000", "20250406023000"],
  ["skips an hour when it begins", "2025-09-27T13:30:00Z", "20250928013000", "20250928033000"],
])("local time %s", async (_title, instant, before, after) => {
  const { sim } = await start();
  sim.controls.clock.set(Date.parse(instant));
  expect(sim.controls.clock.stamp()).toBe(before);
  sim.controls.clock.step(3600);
  expect(sim.controls.clock.stamp()).toBe(after);
});

test("an unknown zone is refused at once", async () => {
  await expect(start({ zone: "Mars/Olympus" })).rejects.toMatchObject({ code: "simulator.zone", exitCode: 2 });
});
