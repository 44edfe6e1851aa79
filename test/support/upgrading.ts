import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hostTarget } from "../../src/app/release/contents.ts";
import { parseKeys } from "../../src/app/release/keys.ts";
import type { ProgramId } from "../../src/app/upgrade/mark.ts";
import type { Timing, UpgradeEvent, UpgradeParts } from "../../src/app/upgrade/parts.ts";
import { createClock } from "../../src/platform/clock.ts";
import { createFiles } from "../../src/platform/files.ts";
import { createHttp } from "../../src/platform/http.ts";
import { currentMachine } from "../../src/platform/machine.ts";
import { createProgramHost } from "../../src/platform/program-host.ts";
import { createPrograms } from "../../src/platform/programs.ts";
import { FileServices } from "./file-services.ts";

/** Shorter than in earnest; long enough for a program to open its data on a busy machine. */
export const BRISK: Timing = { limitMs: 15_000, settleMs: 300, lookMs: 50, returnMs: 60_000 };

export interface InstalledOptions {
  readonly place: string;
  /** The program that is installed. */
  readonly built: string;
  readonly id: ProgramId;
  /** Line of the public key that it trusts. */
  readonly key: string;
}

/** What an upgrade of the installation in a directory works with. */
export function upgradeParts(
  { place, id, key }: Omit<InstalledOptions, "built">,
  over: Partial<UpgradeParts> & { readonly names?: readonly string[] } = {},
): UpgradeParts & { readonly events: UpgradeEvent[]; readonly services: FileServices } {
  const events: UpgradeEvent[] = [];
  const services = new FileServices(join(place, "services"));
  return {
    files: createFiles(),
    host: createProgramHost(),
    clock: createClock(),
    http: createHttp(),
    programs: createPrograms(),
    instances: (over.names ?? []).map((name) => ({ name, data: join(place, "data", name) })),
    directories: [],
    program: programAt(place),
    self: id,
    target: hostTarget(currentMachine()),
    keys: parseKeys(key),
    isWindows: false,
    pid: process.pid,
    newId: () => Bun.randomUUIDv7(),
    knock: async () => null,
    tell: (event) => void events.push(event),
    timing: BRISK,
    signal: new AbortController().signal,
    ...over,
    events,
    services,
  };
}

export function programAt(place: string): string {
  return join(place, "bin", "tidemark");
}

/** Puts a program in its place. */
export function putProgram(place: string, built: string): void {
  mkdirSync(join(place, "bin"), { recursive: true });
  copyFileSync(built, programAt(place));
  chmodSync(programAt(place), 0o755);
}

export function defineService(
  place: string,
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): FileServices {
  const services = new FileServices(join(place, "services"));
  const data = join(place, "data", name);
  mkdirSync(data, { recursive: true });
  const program = programAt(place);
  const own = { instance: name, program, config: "", data, account: null, writable: [], log: null };
  services.define({ ...own, env: { TIDEMARK_DATA: data, TIDEMARK_API_LISTEN: "127.0.0.1:0", ...env } });
  return services;
}

/** What the running service of an instance tells of itself. */
export function presenceOf(place: string, name: string) {
  const path = join(place, "data", name, "running.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}
