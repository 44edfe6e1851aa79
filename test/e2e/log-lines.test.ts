import { expect, setDefaultTimeout, test } from "bun:test";
import { Installation } from "../support/installation.ts";
import { jsonLines } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";

setDefaultTimeout(60_000);

test("every line of a run names it, and errors carry their code; the lines of the service itself name none", async () => {
  await using simulator = await SimulatorProcess.start({ records: 60 });
  using place = new Installation({
    moneyworks: simulator.url,
    env: { TIDEMARK_LOG_FORMAT: "json", TIDEMARK_LOG_LEVEL: "debug", TIDEMARK_POLL: "1s" },
  });
  await using service = place.start(["run"]);
  await service.errorLine(/"message":"full ok"/);
  await service.errorLine(/"message":"poll ok"/);
  await simulator.control("fault", { kind: "status", status: 401, times: 0 });
  await service.errorLine(/"code":"moneyworks\.login"/);
  service.kill("SIGTERM");
  const lines = jsonLines((await service.finished).err);
  const own = lines.filter(({ run }) => run === undefined).map(({ message }) => String(message));
  expect(own.filter((message) => !/^service |^poll is |below 10m/.test(message))).toEqual([]);
  expect(new Set(lines.map(({ run }) => run)).size).toBeGreaterThan(3);
  for (const { time, level, message } of lines) {
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(["debug", "info", "warn", "error"]).toContain(String(level));
    expect(message).not.toBe("");
  }
  expect(lines.filter(({ level, code }) => level === "error" && code === undefined)).toEqual([]);
});
