import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LogOptions, ServiceManager, ServiceSpec, ServiceState } from "../../src/domain/ports/service-manager.ts";
import { programEnvironment } from "./program.ts";

/** How long a service may take to stop before it is ended, as a manager's stop timeout. */
const STOP_MS = 20_000;

interface Definition extends ServiceSpec {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * A service manager out of a directory: real processes, which outlive whoever started them, and are known by their pid files. It starts
 * nothing again by itself.
 */
export class FileServices implements ServiceManager {
  readonly kind = "systemd";
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  define(spec: Definition): void {
    mkdirSync(this.#at(spec.instance), { recursive: true });
    writeFileSync(this.#file(spec.instance, "service.json"), JSON.stringify(spec));
  }

  async instances() {
    return readdirSync(this.#root).sort();
  }

  async install(_service: ServiceSpec) {
    throw new Error("not needed here");
  }

  async uninstall(instance: string) {
    await this.stop(instance);
    rmSync(this.#at(instance), { recursive: true, force: true });
  }

  async start(instance: string) {
    if ((await this.state(instance)).running) return;
    const { program, env }: Definition = JSON.parse(readFileSync(this.#file(instance, "service.json"), "utf8"));
    const log = openSync(this.#file(instance, "log"), "a");
    const child = Bun.spawn([program, "run"], {
      env: programEnvironment(env),
      cwd: "/",
      detached: true,
      stdin: "ignore",
      stdout: log,
      stderr: log,
    });
    closeSync(log);
    child.unref();
    writeFileSync(this.#file(instance, "pid"), String(child.pid));
  }

  async stop(instance: string) {
    const pid = this.pid(instance);
    if (pid === null) return;
    signal(pid, "SIGTERM");
    const end = performance.now() + STOP_MS;
    while (isAlive(pid)) {
      if (performance.now() > end) signal(pid, "SIGKILL");
      await Bun.sleep(10);
    }
    rmSync(this.#file(instance, "pid"), { force: true });
  }

  async state(instance: string): Promise<ServiceState> {
    const pid = this.pid(instance);
    const running = pid !== null && isAlive(pid);
    const says = running ? "active (running)" : "inactive (dead)";
    const comesBack = !running && existsSync(this.#file(instance, "comes-back"));
    return { installed: true, running, failed: false, comesBack, pid: running ? pid : null, enabled: true, says };
  }

  async logs(instance: string, { lines, onLine }: LogOptions) {
    for (const line of this.log(instance).trimEnd().split("\n").slice(-lines)) onLine(line);
  }

  log(instance: string): string {
    const file = this.#file(instance, "log");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  isAlive(instance: string): boolean {
    const pid = this.pid(instance);
    return pid !== null && isAlive(pid);
  }

  pid(instance: string): number | null {
    const file = this.#file(instance, "pid");
    return existsSync(file) ? Number(readFileSync(file, "utf8")) : null;
  }

  #at(instance: string): string {
    return join(this.#root, instance);
  }

  #file(instance: string, name: string): string {
    return join(this.#at(instance), name);
  }
}

/** A process that has ended and that nobody has asked about yet still has its number. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
}

function signal(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
