import { expect, test } from "bun:test";
import { NOBODY } from "../../../../src/app/upgrade/installed.ts";
import { startAll } from "../../../../src/app/upgrade/participants.ts";

test("a service that cannot be started is told, and keeps no other down; one that failed before is only tried", async () => {
  const started: string[] = [];
  const start = async (name: string) => {
    started.push(name);
    if (name !== "zenith") throw new Error(`${name} does not run`);
  };
  const of = (name: string, isRunning: boolean, comesBack: boolean) => ({
    ...{ name, isRunning, comesBack },
    ...{ data: `/data/${name}`, address: null },
  });
  const all = [
    of("acme", true, false),
    of("flapping", false, true),
    of("stopped", false, false),
    of("zenith", true, false),
  ];
  const services = { ...NOBODY.services, start };
  expect(await startAll(all, { services }).catch(String)).toBe("Error: acme does not run");
  expect(started.sort()).toEqual(["acme", "flapping", "zenith"]);
});
