import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describeWithTool } from "../../support/tools.ts";

const repository = resolve(import.meta.dir, "../../..");
let root = "";

/** A project whose packages are installed, as the stamp says, with the repository's own Bun. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "tidemark-run-"));
  mkdirSync(join(root, "node_modules"));
  symlinkSync(join(repository, "node_modules", "bun"), join(root, "node_modules", "bun"), "junction");
  cpSync(join(repository, "scripts", "run.mjs"), join(root, "scripts", "run.mjs"));
  const hash = createHash("sha256");
  for (const name of ["package.json", "bun.lock"]) {
    cpSync(join(repository, name), join(root, name));
    hash.update(readFileSync(join(root, name)));
  }
  writeFileSync(join(root, "node_modules", ".tidemark-installed"), hash.digest("hex"));
});
afterAll(() => rmSync(root, { recursive: true }));

function run(name: string, body: string, ...args: string[]) {
  writeFileSync(join(root, `${name}.ts`), body);
  return Bun.spawn(["node", "scripts/run.mjs", `${name}.ts`, ...args], { cwd: root, stdout: "pipe", stderr: "pipe" });
}

describeWithTool("node", "the launcher", () => {
  test("passes on arguments and the exit code, and installs nothing when all is there", async () => {
    const child = run(
      "args",
      "console.log(JSON.stringify(process.argv.slice(2)), Bun.version); process.exit(7);",
      "a",
      "b c",
    );
    expect([await child.stdout.text(), await child.stderr.text()]).toEqual([`["a","b c"] ${Bun.version}\n`, ""]);
    expect(await child.exited).toBe(7);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("passes on %s once, and waits for the end", async (signal) => {
    const body = `let n = 0;
process.on("${signal}", () => { n += 1; setTimeout(() => { console.log("signals", n); process.exit(3); }, 50); });
console.log("up");
setInterval(() => {}, 1000);`;
    const child = run(signal, body);
    const reader = child.stdout.getReader();
    await reader.read();
    child.kill(signal);
    child.kill(signal);
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("signals 1\n");
    expect(await child.exited).toBe(3);
  });

  test("ends the program when npm's shell has died", async () => {
    writeFileSync(
      join(root, "orphan.ts"),
      'process.on("SIGTERM", () => { console.log("term"); process.exit(0); });\nconsole.log("up");\nsetInterval(() => {}, 1000);\n',
    );
    const shell = Bun.spawn(["sh", "-c", "node scripts/run.mjs orphan.ts; true"], { cwd: root, stdout: "pipe" });
    const reader = shell.stdout.getReader();
    await reader.read();
    shell.kill("SIGKILL");
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("term\n");
  });
});
