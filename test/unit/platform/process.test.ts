import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const module = JSON.stringify(resolve(import.meta.dir, "../../../src/platform/process.ts"));
let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "tidemark-process-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** A program of one line around a real host, as a process of its own. */
function program(name: string, body: string): string[] {
  const path = join(directory, `${name}.ts`);
  writeFileSync(path, `import { createHost } from ${module};\nconst host = createHost();\n${body}\n`);
  return [process.execPath, path];
}

function start(name: string, body: string, more: string[] = []) {
  return Bun.spawn([...program(name, body), ...more], { cwd: directory, stdout: "pipe", stderr: "pipe" });
}

test("arguments, directory and exit code go through", async () => {
  const child = start("args", "host.out(JSON.stringify([host.args, host.cwd()])); host.exit(3);", ["a", "--b=c d"]);
  expect(JSON.parse(await child.stdout.text())).toEqual([["a", "--b=c d"], directory]);
  expect(await child.exited).toBe(3);
});

test("a pipe is no terminal", async () => {
  const child = start("tty", "host.out(JSON.stringify([host.outIsTerminal, host.errIsTerminal, host.columns()]));");
  expect(JSON.parse(await child.stdout.text())).toEqual([false, false, 80]);
});

test("everything written arrives, though exit follows at once and the pipe is long full", async () => {
  const child = start("large", 'host.out("x".repeat(3_000_000)); host.err("e".repeat(70_000)); host.exit(0);');
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  expect([out.length, err.length]).toEqual([3_000_000, 70_000]);
});

test("a reader that goes away ends the output, not the program", async () => {
  const [bun = "", path = ""] = program(
    "epipe",
    'let open = true; while (open) open = host.out("y\\n"); host.exit(7);',
  );
  const script = `{ "${bun}" "${path}"; echo "$?" >&2; } | head -n 1`;
  const shell = Bun.spawn(["sh", "-c", script], { stdout: "pipe", stderr: "pipe" });
  expect(await shell.stdout.text()).toBe("y\n");
  expect((await shell.stderr.text()).trim()).toBe("7");
});

describe.each(["SIGINT", "SIGTERM"] as const)("%s", (signal) => {
  test("is handed to the program, which decides how it ends", async () => {
    const body = 'host.onStop((s) => { host.out(s); host.exit(9); }); host.out("ready "); setInterval(() => {}, 1000);';
    const child = start(`stop-${signal}`, body);
    const reader = child.stdout.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("ready ");
    child.kill(signal);
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(signal);
    expect(await child.exited).toBe(9);
  });

  test("ends the program again once nobody listens", async () => {
    const body = 'host.onStop(() => host.exit(9))(); host.out("ready "); setInterval(() => {}, 1000);';
    const child = start(`quiet-${signal}`, body);
    await child.stdout.getReader().read();
    child.kill(signal);
    await child.exited;
    expect(child.signalCode).toBe(signal);
  });
});
