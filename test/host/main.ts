// From a fresh Debian to a fresh Debian: `bun run host-campaign [--cache DIR]`. Needs root, debootstrap and systemd-nspawn; the
// directory keeps the fresh Debian (400 MB) for the next time. Takes some three minutes, and as much again the first time.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { textTable } from "../../src/lib/text-table.ts";
import { debianRoot, Machine } from "./machine.ts";
import { makeReleases } from "./releases.ts";
import { accountsOf, type Scene, STEPS } from "./steps.ts";

interface Told {
  readonly name: string;
  readonly seconds: number;
  readonly says: string;
  readonly ok: boolean;
}

async function campaign(cache: string): Promise<readonly Told[]> {
  const work = mkdtempSync(join(tmpdir(), "tidemark-host-"));
  try {
    const root = debianRoot(cache);
    const releases = await makeReleases(work);
    await using machine = await Machine.boot(root, work);
    for (const [from, to] of [
      [releases.first, "first"],
      [releases.later, "later"],
      [releases.broken, "broken"],
      [releases.key, "release.pub"],
    ] as const)
      cpSync(from, join(machine.root, "media", to), { recursive: true });
    const simulator = `/media/first/tidemark-${releases.version}-linux-x64`;
    machine.must("chmod", "+x", simulator);
    machine.must("systemd-run", "--quiet", "--unit=simulator", simulator, "simulate", "--records", "300");
    return await play({ machine, releases, before: machine.files(), accounts: accountsOf(machine), began: 0 });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Each step stands on the one before: the first that fails is the last. */
async function play(scene: Scene): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (const { name, run } of STEPS) {
    const began = performance.now();
    const [ok, says] = await attempt(() => run(scene));
    told.push({ name, ok, says, seconds: (performance.now() - began) / 1000 });
    console.log(`${ok ? "ok    " : "FAILED"} ${name}: ${says}`);
    if (ok) continue;
    console.log(
      scene.machine.run("journalctl", "--no-pager", "--lines=40", "--output=cat", "--unit=tidemark@acme").out,
    );
    break;
  }
  return told;
}

async function attempt(work: () => Promise<string> | string): Promise<[ok: boolean, says: string]> {
  try {
    return [true, await work()];
  } catch (reason) {
    return [false, reason instanceof Error ? reason.message : String(reason)];
  }
}

const { values } = parseArgs({ options: { cache: { type: "string" } } });
const told = await campaign(values.cache ?? join(tmpdir(), "tidemark-host-cache"));
const rows = told.map(({ name, seconds, ok, says }) => [
  name,
  seconds.toFixed(1),
  ok ? "ok" : "FAILED",
  says.split("\n")[0] ?? "",
]);
console.log(`\n${textTable(["step", "seconds", "", "what was seen"], rows)}`);
const passed = told.length === STEPS.length && told.every(({ ok }) => ok);
console.log(passed ? "PASSED" : "FAILED");
process.exit(passed ? 0 : 1);
