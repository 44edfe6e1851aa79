import { openStaging } from "../../src/staging/staging.ts";

/** Forgets what is older than the second argument in the staging file that the first one names, step by step, until it is killed. */
const [path = "", since = ""] = process.argv.slice(2);
const staging = openStaging({ path });
const at = Number(since);
let isTold = false;
for (const _ of staging.forget({ runs: at, tallies: at, changes: at, promotions: at })) {
  if (!isTold) process.stdout.write("forgetting\n");
  isTold = true;
}
process.stdout.write("done\n");
setInterval(() => {}, 1000);
