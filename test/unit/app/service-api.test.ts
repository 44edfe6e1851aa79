import { describe, expect, test } from "bun:test";
import { startApi } from "../../../src/app/service-api.ts";
import { loadConfig } from "../../../src/config/load.ts";
import type { Listen } from "../../../src/domain/ports/http-server.ts";
import { createClock } from "../../../src/platform/clock.ts";
import { listen } from "../../../src/platform/http-server.ts";
import { errorOf } from "../../support/errors.ts";
import { FakeService } from "../../support/fake-service/fake-service.ts";
import { CollectingLog } from "../../support/moneyworks-fakes.ts";

const TOKEN = `ada:read:${"0".repeat(64)}`;
const refused: Listen = () => {
  throw Object.assign(new Error("Failed to start server. Is port 80 in use?"), { code: "EADDRINUSE" });
};

function start(env: Readonly<Record<string, string>>, listening: Listen = listen) {
  const log = new CollectingLog();
  const config = loadConfig({ flags: {}, env, readFile: () => null });
  const parts = { config, service: new FakeService(), pages: [], clock: createClock(), log, listen: listening };
  return { log, run: () => startApi(parts) };
}

describe("the service", () => {
  test("answers where the configuration says, until it stops", async () => {
    const { log, run } = start({ TIDEMARK_API_LISTEN: "127.0.0.1:0" });
    const api = run();
    const url = `http://127.0.0.1:${api?.port}`;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(log.entries).toMatchObject([
      { level: "info", message: "listening", fields: { address: `127.0.0.1:${api?.port}` } },
    ]);
    const events = await fetch(`${url}/events`);
    await api?.stop();
    await events.text();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  test("answers nowhere when it is off", () => {
    expect(start({ TIDEMARK_API_LISTEN: "off" }, refused).run()).toBeNull();
  });

  test("goes on without where the default cannot be had, and says so", () => {
    const { log, run } = start({}, refused);
    expect(run()).toBeNull();
    expect(log.entries).toMatchObject([{ level: "warn", fields: { code: "api.cannot-listen" } }]);
    expect(log.warnings()[0]).toContain("127.0.0.1:80");
  });

  test("does not begin where an address that somebody asked for cannot be had, be it the same", () => {
    for (const address of ["127.0.0.1:80", "127.0.0.1:8080"]) {
      const error = errorOf(start({ TIDEMARK_API_LISTEN: address }, refused).run);
      expect([error.code as string, error.exitCode, error.message.includes(address)]).toEqual([
        "api.cannot-listen",
        2,
        true,
      ]);
    }
  });

  test.each(["0.0.0.0:8080", "192.0.2.7:8080", "[::]:8080"])("does not listen at %s without a token", (address) => {
    const error = errorOf(start({ TIDEMARK_API_LISTEN: address, TIDEMARK_API_HOOK_SECRET: "s" }, refused).run);
    expect([error.code as string, error.exitCode]).toEqual(["api.no-tokens", 2]);
  });

  test("and does with one", async () => {
    const { run } = start({ TIDEMARK_API_LISTEN: "0.0.0.0:0", TIDEMARK_API_TOKENS: TOKEN });
    const api = run();
    expect((await fetch(`http://127.0.0.1:${api?.port}/status`)).status).toBe(200);
    await api?.stop();
  });
});
