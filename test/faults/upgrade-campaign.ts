// Kills upgrades at every step, once for each way of finding what is left: `bun run upgrade-campaign [EVERY [FROM]]` takes every so-manieth.
import { Versions } from "../support/upgrade-world.ts";
import { type Crash, crash } from "./upgrade-crash.ts";

const [every = 1, from = 0] = process.argv.slice(2).map(Number);
const versions = await Versions.make();
let failed = 0;
for (const what of ["good", "bad", "taken back"] as const) {
  for (const finder of ["upgrade", "boot", "systemd"] as const) {
    for (let killAt = from; ; killAt += every) {
      const tried: Crash = { killAt, what, finder };
      const { wasKilled, problems } = await crash(versions, tried);
      if (problems.length > 0) failed += 1;
      console.log(`${what}, step ${killAt}, found by ${finder}: ${problems.join("; ") || "well"}`);
      if (!wasKilled) break;
    }
  }
}
await versions[Symbol.asyncDispose]();
console.log(failed === 0 ? "every step: well" : `${failed} FAILED`);
process.exit(failed === 0 ? 0 : 1);
