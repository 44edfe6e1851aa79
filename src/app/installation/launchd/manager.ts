import { dirname } from "node:path";
import type { LogOptions, ServiceManager, ServiceSpec, ServiceState } from "../../../domain/ports/service-manager.ts";
import { command, saidBy } from "../command.ts";
import { followFile } from "../follow-file.ts";
import type { InstallationParts } from "../parts.ts";
import { putFile } from "../put-file.ts";
import { untilRunning, untilStopped } from "../settle.ts";
import { launchdLabel, launchdPlist, newsyslogLine } from "./plist.ts";

export interface LaunchdPlace {
  /** `system`, or `gui/501` of one account. */
  readonly domain: string;
  /** `/Library/LaunchDaemons`, `~/Library/LaunchAgents`. */
  readonly directory: string;
  /** Where newsyslog is told what to turn over; null: an account may not. */
  readonly newsyslog: string | null;
  /** The log file of an instance. */
  readonly log: (instance: string) => string;
}

const PLIST = /^tidemark\.([^.]+)\.plist$/;

/** Services as jobs of launchd, one property list an instance. */
export class Launchd implements ServiceManager {
  readonly kind = "launchd";
  readonly #parts: InstallationParts;
  readonly #place: LaunchdPlace;

  constructor(parts: InstallationParts, place: LaunchdPlace) {
    this.#parts = parts;
    this.#place = place;
  }

  async instances(): Promise<readonly string[]> {
    return this.#parts.files.list(this.#place.directory).flatMap((name) => PLIST.exec(name)?.[1] ?? []);
  }

  async install(service: ServiceSpec): Promise<void> {
    const { files } = this.#parts;
    const { newsyslog } = this.#place;
    if (service.log !== null) {
      files.makeDirectory(dirname(service.log));
      if (newsyslog !== null && service.account !== null)
        putFile(files, this.#newsyslogPath(newsyslog, service.instance), newsyslogLine(service.log, service.account));
    }
    putFile(files, this.#path(service.instance), launchdPlist(service));
    const target = this.#target(service.instance);
    await this.#launchctl("The installation", service.instance, ["enable", target]);
  }

  async uninstall(instance: string): Promise<void> {
    await this.stop(instance);
    this.#parts.files.remove(this.#path(instance));
    if (this.#place.newsyslog !== null) this.#parts.files.remove(this.#newsyslogPath(this.#place.newsyslog, instance));
  }

  /** A job is loaded and thereby started; launchd reads its list at that time only. */
  async start(instance: string): Promise<void> {
    if ((await this.state(instance)).running) return;
    await this.stop(instance);
    await this.#launchctl("The start", instance, ["bootstrap", this.#place.domain, this.#path(instance)]);
    await untilRunning(this.#parts.clock, launchdLabel(instance), () => this.state(instance));
  }

  /** A job that is told to end would be started again: it is unloaded, until the next boot or start. */
  async stop(instance: string): Promise<void> {
    if ((await this.#print(instance)) === null) return;
    // It answers before the process has ended, at times with "operation now in progress": what counts is looked at.
    const words = ["launchctl", "bootout", this.#target(instance)];
    const result = await this.#parts.programs.run(words);
    const look = async () => {
      const text = await this.#print(instance);
      return { ...stateFrom(text, false), running: text !== null, says: saidBy(words, result) };
    };
    await untilStopped(this.#parts.clock, launchdLabel(instance), look);
  }

  async state(instance: string): Promise<ServiceState> {
    return stateFrom(await this.#print(instance), this.#parts.files.exists(this.#path(instance)));
  }

  async logs(instance: string, options: LogOptions): Promise<void> {
    await followFile(this.#parts, this.#place.log(instance), options);
  }

  /** What launchd tells of a job; null: it is not loaded. */
  async #print(instance: string): Promise<string | null> {
    const { code, out } = await this.#parts.programs.run(["launchctl", "print", this.#target(instance)]);
    return code === 0 ? out : null;
  }

  #path(instance: string): string {
    return `${this.#place.directory}/${launchdLabel(instance)}.plist`;
  }

  #newsyslogPath(directory: string, instance: string): string {
    return `${directory}/${launchdLabel(instance)}.conf`;
  }

  #target(instance: string): string {
    return `${this.#place.domain}/${launchdLabel(instance)}`;
  }

  async #launchctl(action: string, instance: string, words: readonly string[]): Promise<void> {
    await command(this.#parts.programs, ["launchctl", ...words], { action, service: launchdLabel(instance) });
  }
}

/** Reads `launchctl print`. @param text null: not loaded */
export function stateFrom(text: string | null, installed: boolean): ServiceState {
  const state = /^\tstate = (.+)$/m.exec(text ?? "")?.[1] ?? "not loaded";
  const pid = Number(/^\tpid = (\d+)$/m.exec(text ?? "")?.[1] ?? 0);
  const code = /^\tlast exit code = (-?\d+)/m.exec(text ?? "")?.[1];
  const running = state === "running";
  return {
    installed,
    running,
    failed: text !== null && !running && code !== undefined && code !== "0",
    comesBack: text !== null && !running,
    pid: running && pid > 0 ? pid : null,
    enabled: installed,
    says: code === undefined || running ? state : `${state} (exit code ${code})`,
  };
}
