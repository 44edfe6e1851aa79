import { acquireLock } from "../../../src/staging/lock.ts";

/** Takes the lock named by the first argument, says so, and waits to be killed. */
const holder = { pid: process.pid, host: "elsewhere", startedAt: Date.now() };
const lock = acquireLock({ path: process.argv[2] ?? "", holder });
process.stdout.write("held\n");
setInterval(() => lock, 1000);
