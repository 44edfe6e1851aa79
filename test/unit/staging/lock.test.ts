import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { acquireLock, type Lock } from "../../../src/staging/lock.ts";
import { temporaryDirectory } from "../../support/staging-builders.ts";

const CHILD = join(import.meta.dir, "lock-child.ts");
const US = { pid: 4711, host: "books", startedAt: Date.UTC(2026, 0, 2, 3, 4, 5) };

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;
let locks: Lock[];
let children: Bun.Subprocess[];

beforeEach(() => {
  directory = temporaryDirectory();
  path = directory.file("lock");
  locks = [];
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  for (const lock of locks) lock.release();
  directory.remove();
});

function take(holder = US): void {
  locks.push(acquireLock({ path, holder }));
}

async function lockInAnotherProcess() {
  const child = Bun.spawn([process.execPath, CHILD, path], { stdout: "pipe", stderr: "inherit" });
  children.push(child);
  const { value } = await child.stdout.getReader().read();
  expect(new TextDecoder().decode(value)).toBe("held\n");
  return child;
}

test("the same process is refused a second time, and told who holds it", () => {
  take();
  expect(() => take({ ...US, pid: 4712 })).toThrow(
    expect.objectContaining({
      code: "data.locked",
      exitCode: 5,
      message: expect.stringContaining("process 4711 on books, started 2026-01-02T03:04:05.000Z"),
    }),
  );
});

test("after a release it can be taken again, by anyone", () => {
  take();
  locks[0]?.release();
  locks[0]?.release();
  take({ ...US, pid: 4712 });
  expect(() => take()).toThrow("process 4712");
});

test("another process holds it until it is killed, and leaves nothing to clean up", async () => {
  const child = await lockInAnotherProcess();
  expect(() => take()).toThrow(`process ${child.pid} on elsewhere`);
  child.kill("SIGKILL");
  await child.exited;
  take();
  expect(() => take()).toThrow("process 4711");
});

test("a path that cannot be opened is not called locked", () => {
  expect(() => acquireLock({ path: directory.file("none/lock"), holder: US })).toThrow(
    expect.objectContaining({ code: "data.cannot-open" }),
  );
});
