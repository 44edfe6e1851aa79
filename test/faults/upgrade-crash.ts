import { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ProgramId } from "../../src/app/upgrade/mark.ts";
import { recoverUpgrade } from "../../src/app/upgrade/upgrade.ts";
import { SCHEMA } from "../support/releases.ts";
import { until } from "../support/until.ts";
import { Upgrading, type Versions } from "../support/upgrade-world.ts";
import { BRISK, presenceOf, programAt } from "../support/upgrading.ts";

/** A service that nobody comes for decides soon. */
export const KILLED_TIMING = { ...BRISK, limitMs: 4000, returnMs: -3500 };

/** What the child process does. */
export interface ChildOrder {
  readonly place: string;
  readonly id: ProgramId;
  readonly key: string;
  readonly names: readonly string[];
  /** null: it takes the last upgrade back. */
  readonly source: string | null;
  /** The step before which it is killed. */
  readonly killAt: number;
}

export interface Crash {
  readonly killAt: number;
  /** What the version that it upgrades to is like, or that the upgrade is taken back. */
  readonly what: "good" | "bad" | "taken back";
  /** Who finds what is left: the next upgrade, or the service that a boot of the host starts; systemd asks the former program first. */
  readonly finder: "upgrade" | "boot" | "systemd";
}

const WANTED = { good: "upgraded", bad: "upgrade.rolled-back", "taken back": "taken back" } as const;

/** Kills an upgrade at a step and lets somebody find what is left. Returns what is wrong afterwards, and whether it came to that step. */
export async function crash(versions: Versions, { killAt, what, finder }: Crash) {
  await using world = await Upgrading.running(versions);
  if (what === "taken back") await world.upgrade(world.release().directory);
  const source = what === "taken back" ? null : (what === "good" ? world.release() : world.script("exit 3")).directory;
  const { oldId, laterId, key } = versions;
  const id = what === "taken back" ? laterId : oldId;
  const order: ChildOrder = { place: world.path, id, key: key.line, names: world.names, source, killAt };
  const child = Bun.spawnSync([process.execPath, resolve(import.meta.dir, "upgrade-child.ts"), JSON.stringify(order)]);
  const wasKilled = child.signalCode !== undefined && child.signalCode !== null;
  const outcome = wasKilled ? "killed" : JSON.parse(child.stdout.toString() || `{"outcome":"broke"}`).outcome;
  if (!wasKilled && outcome !== WANTED[what]) {
    return { wasKilled, problems: [`${outcome} ${child.stderr.toString()}`] };
  }
  if (finder === "systemd") settle(world);
  if (finder !== "upgrade") await boot(world);
  if (finder === "systemd" && what === "bad") {
    const { installed, runs } = await settledState(world);
    if (runs[0] !== installed) return { wasKilled, problems: [`${runs[0]} runs before anybody has come`] };
  }
  await recoverUpgrade(world.parts({ timing: BRISK }));
  return { wasKilled, problems: await problemsOf(world, versions) };
}

/** As the unit's ExecStartPre does. */
function settle(world: Upgrading): void {
  const previous = `${programAt(world.path)}.previous`;
  if (!existsSync(join(world.path, "bin/.tidemark-upgrade/journal.json")) || !existsSync(previous)) return;
  const { success, stdout, stderr } = Bun.spawnSync([previous, "upgrade", "--settle"], { stderr: "pipe" });
  // It is asked at each start while an upgrade goes on, and what it says lands in the service's log.
  if (!success || stdout.length + stderr.length > 0) throw new Error(`${stdout}${stderr}`);
}

/** The power comes back: nothing runs, and the manager starts what it has to. */
async function boot(world: Upgrading): Promise<void> {
  for (const name of world.names) {
    const { pid } = await world.services.state(name);
    if (pid !== null) process.kill(pid, "SIGKILL");
    await world.services.stop(name);
    await world.services.start(name);
    await until("a service runs, or has failed to", () => {
      const presence = presenceOf(world.path, name);
      const isThere = presence !== null && presence.pid === world.services.pid(name) && presence.trial === null;
      return isThere || !world.services.isAlive(name);
    });
  }
}

/** Program and data fit each other, nothing is left over, and the mirror goes on. */
async function problemsOf(world: Upgrading, versions: Versions): Promise<string[]> {
  const problems: string[] = [];
  const { installed, runs } = await settledState(world);
  const isLater = installed === "0.2.0";
  for (const [at, name] of world.names.entries()) {
    if (runs[at] !== installed) problems.push(`${name} is ${runs[at]} while ${installed} is installed`);
    const schema = schemaOf(world.data(name));
    if (schema !== (isLater ? SCHEMA + 1 : SCHEMA)) problems.push(`${name} has schema ${schema} under ${installed}`);
    if (existsSync(join(world.data(name), "upgrade.json"))) problems.push(`${name} is still marked`);
    const before = world.commits(name);
    await versions.simulator.control("random-edit");
    await until("an edit is committed", () => world.commits(name) > before).catch((reason) => {
      problems.push(`${reason}: ${world.services.log(name).trimEnd().split("\n").slice(-3).join(" ")}`);
    });
  }
  for (const left of ["journal.json", "next"]) {
    if (existsSync(join(world.path, "bin/.tidemark-upgrade", left))) problems.push(`${left} is left`);
  }
  return problems;
}

/** A service that was just confirmed tells so a moment later. */
async function settledState(world: Upgrading) {
  for (const name of world.names) {
    await until("it goes by its schedule", () => presenceOf(world.path, name)?.trial === null).catch(() => {});
  }
  return await world.state();
}

function schemaOf(data: string): number {
  using database = new Database(join(data, "staging.sqlite"), { readwrite: true });
  return Number(database.query("PRAGMA user_version").values()[0]?.[0]);
}
