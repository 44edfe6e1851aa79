import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { LogOptions, ServiceManager, ServiceSpec, ServiceState } from "../../../domain/ports/service-manager.ts";
import { command, saidBy } from "../command.ts";
import type { InstallationParts } from "../parts.ts";
import { putFile } from "../put-file.ts";
import { untilRunning } from "../settle.ts";
import { type SystemdScope, unitFile, unitName } from "./unit.ts";

export interface SystemdPlace {
  readonly scope: SystemdScope;
  /** Where unit files of administrators are: `/etc/systemd/system`, `~/.config/systemd/user`. */
  readonly directory: string;
}

const UNIT = /^tidemark@([^.]+)\.service$/;
const PROPERTIES = "LoadState,ActiveState,SubState,Result,MainPID,ExecMainStatus,UnitFileState";

/** Services as units of systemd, one file an instance. */
export class Systemd implements ServiceManager {
  readonly kind;
  readonly #parts: InstallationParts;
  readonly #place: SystemdPlace;

  constructor(parts: InstallationParts, place: SystemdPlace) {
    this.kind = place.scope === "system" ? ("systemd" as const) : ("systemd-user" as const);
    this.#parts = parts;
    this.#place = place;
  }

  async instances(): Promise<readonly string[]> {
    return this.#parts.files.list(this.#place.directory).flatMap((name) => UNIT.exec(name)?.[1] ?? []);
  }

  async install(service: ServiceSpec): Promise<void> {
    putFile(this.#parts.files, this.#path(service.instance), unitFile(service, this.#place.scope));
    await this.#systemctl("The installation", service.instance, ["daemon-reload"]);
    await this.#systemctl("The installation", service.instance, ["enable", "--quiet", unitName(service.instance)]);
  }

  async uninstall(instance: string): Promise<void> {
    if (!this.#isInstalled(instance)) return;
    const unit = unitName(instance);
    await this.#systemctl("The removal", instance, ["disable", "--quiet", "--now", unit]);
    this.#parts.files.remove(this.#path(instance));
    await this.#systemctl("The removal", instance, ["daemon-reload"]);
    // A unit that failed is remembered without its file. It may have been forgotten already.
    await this.#parts.programs.run(this.#words(["reset-failed", unit]));
  }

  async start(instance: string): Promise<void> {
    await this.#systemctl("The start", instance, ["start", unitName(instance)]);
    await untilRunning(this.#parts.clock, unitName(instance), () => this.state(instance));
  }

  async stop(instance: string): Promise<void> {
    if (this.#isInstalled(instance)) await this.#systemctl("The stop", instance, ["stop", unitName(instance)]);
  }

  async state(instance: string): Promise<ServiceState> {
    const words = ["show", `--property=${PROPERTIES}`, unitName(instance)];
    return stateFrom(await this.#systemctl("A look at the state", instance, words));
  }

  async logs(instance: string, { lines, follow, onLine, signal }: LogOptions): Promise<void> {
    const unit = this.#place.scope === "system" ? "--unit" : "--user-unit";
    const all = ["journalctl", unit, unitName(instance), "--lines", String(lines), "--output=cat", "--no-pager"];
    const words = [...all, ...(follow ? ["--follow"] : [])];
    let told = 0;
    const count = (line: string) => {
      told += 1;
      onLine(line);
    };
    const result = await this.#parts.programs.run(words, { onLine: count, signal });
    // An account that may not read the journal gets an empty one, and a hint on standard error.
    const isSilent = told === 0 && result.err !== "";
    if (signal.aborted || (result.code === 0 && !isSilent)) return;
    const reason = `${saidBy(words, result)} (sudo may be needed)`;
    throw fail("service.failed", { action: "A look at the log", service: unitName(instance), reason });
  }

  #isInstalled(instance: string): boolean {
    return this.#parts.files.exists(this.#path(instance));
  }

  #path(instance: string): string {
    return `${this.#place.directory}/${unitName(instance)}`;
  }

  #words(words: readonly string[]): string[] {
    return ["systemctl", ...(this.#place.scope === "user" ? ["--user"] : []), ...words];
  }

  #systemctl(action: string, instance: string, words: readonly string[]): Promise<string> {
    return command(this.#parts.programs, this.#words(words), { action, service: unitName(instance) });
  }
}

/** Reads `systemctl show`: a property a line. */
export function stateFrom(text: string): ServiceState {
  const found = new Map(text.split("\n").map((line) => splitAt(line, line.indexOf("="))));
  const active = found.get("ActiveState") ?? "unknown";
  const result = found.get("Result") ?? "success";
  const status = found.get("ExecMainStatus") ?? "0";
  const pid = Number(found.get("MainPID") ?? 0);
  const why = result === "success" ? (found.get("SubState") ?? "") : `${result} ${status}`;
  return {
    installed: found.get("LoadState") === "loaded",
    running: active === "active",
    // Between two tries it is `activating (auto-restart)`.
    failed: active === "failed" || found.get("SubState") === "auto-restart",
    comesBack: active === "activating",
    pid: pid > 0 ? pid : null,
    enabled: found.get("UnitFileState") === "enabled",
    says: `${active} (${why})`,
  };
}

function splitAt(text: string, at: number): [string, string] {
  return [text.slice(0, at), text.slice(at + 1)];
}
