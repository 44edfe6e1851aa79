// An upgrade that is killed at one of its steps: `bun upgrade-child.ts JSON`. Prints how many steps it took when none was its last.

import type { Services } from "../../src/app/upgrade/parts.ts";
import { takeBackUpgrade, upgrade } from "../../src/app/upgrade/upgrade.ts";
import type { Files } from "../../src/domain/ports/files.ts";
import type { ProgramHost } from "../../src/domain/ports/program-host.ts";
import { upgradeParts } from "../support/upgrading.ts";
import { type ChildOrder, KILLED_TIMING } from "./upgrade-crash.ts";

const order: ChildOrder = JSON.parse(process.argv[2] ?? "");
let steps = 0;

/** Everything that changes something, before and after it. */
function step(): void {
  if (steps === order.killAt) process.kill(process.pid, "SIGKILL");
  steps += 1;
}

function mortal<T extends object>(port: T, names: readonly (keyof T)[]): T {
  const copy: T = { ...port };
  for (const name of names) {
    const act = port[name] as (...args: unknown[]) => unknown;
    Object.assign(copy, {
      [name]: (...args: unknown[]) => {
        step();
        const result = act.apply(port, args);
        if (result instanceof Promise) return result.then(step);
        return result;
      },
    });
  }
  return copy;
}

const { place, id, key, names, source } = order;
const parts = upgradeParts({ place, id, key }, { names, timing: KILLED_TIMING });
const files = mortal<Files>(parts.files, ["create", "rename", "link", "remove", "makeDirectory"]);
const host = mortal<ProgramHost>(parts.host, ["copy", "makeExecutable", "removeTree"]);
const { services: manager } = parts;
const services = mortal<Services>(
  {
    start: (name) => manager.start(name),
    stop: (name) => manager.stop(name),
    state: (name) => manager.state(name),
    logs: (name, options) => manager.logs(name, options),
  },
  ["start", "stop"],
);
const all = { ...parts, files, host, services };
const outcome =
  source === null
    ? await takeBackUpgrade(all).then(() => "taken back")
    : await upgrade({ source, force: false, checkOnly: false, makeScratch: () => "" }, all).then(
        () => "upgraded",
        (reason) => String(reason.code ?? reason.stack),
      );
console.log(JSON.stringify({ steps, outcome }));
process.exit(0);
