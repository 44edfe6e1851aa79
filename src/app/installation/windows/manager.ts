import { win32 } from "node:path";
import type { LogOptions, ServiceManager, ServiceSpec, ServiceState } from "../../../domain/ports/service-manager.ts";
import { command } from "../command.ts";
import { followFile } from "../follow-file.ts";
import type { InstallationParts } from "../parts.ts";
import { putFile } from "../put-file.ts";
import { untilRunning, untilStopped } from "../settle.ts";
import { compilerWords, definitionWords, hostFiles, instancesFrom, serviceName, stateFrom } from "./definition.ts";
import SOURCE from "./service-host.cs" with { type: "text" };

export interface WindowsPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The program file. */
  readonly program: string;
  /** The log file of an instance. */
  readonly log: (instance: string) => string;
}

const SERVICES = "HKLM\\SYSTEM\\CurrentControlSet\\Services";
/** Error codes of Windows that are the answer rather than a failure. */
const NO_SUCH_SERVICE = 1060;
const RUNS_ALREADY = 1056;
const NOT_STARTED = 1062;

/** Services of the Windows service manager, each run by a host that is compiled once (see service-host.cs). */
export class WindowsServices implements ServiceManager {
  readonly kind = "windows";
  readonly #parts: InstallationParts;
  readonly #place: WindowsPlace;

  constructor(parts: InstallationParts, place: WindowsPlace) {
    this.#parts = parts;
    this.#place = place;
  }

  async instances(): Promise<readonly string[]> {
    const words = ["reg.exe", "query", SERVICES, "/k", "/f", "Tidemark-*"];
    return instancesFrom((await this.#parts.programs.run(words)).out);
  }

  async install(service: ServiceSpec): Promise<void> {
    const purpose = { action: "The installation", service: serviceName(service.instance) };
    await this.#compileHost(service);
    if (service.log !== null) this.#parts.files.makeDirectory(win32.dirname(service.log));
    const action = (await this.#query(service.instance)) === null ? "create" : "config";
    for (const words of definitionWords(service, action)) await command(this.#parts.programs, words, purpose);
  }

  async uninstall(instance: string): Promise<void> {
    if ((await this.#query(instance)) === null) return;
    await this.stop(instance);
    await this.#sc("The removal", ["delete", serviceName(instance)], instance);
    if ((await this.instances()).length > 0) return;
    const { host, source } = hostFiles(this.#place.program);
    for (const file of [host, source]) this.#parts.files.remove(file);
  }

  async start(instance: string): Promise<void> {
    await this.#sc("The start", ["start", serviceName(instance)], instance, [RUNS_ALREADY]);
    await untilRunning(this.#parts.clock, serviceName(instance), () => this.state(instance));
  }

  async stop(instance: string): Promise<void> {
    await this.#sc("The stop", ["stop", serviceName(instance)], instance, [NOT_STARTED, NO_SUCH_SERVICE]);
    await untilStopped(this.#parts.clock, serviceName(instance), () => this.state(instance));
  }

  async state(instance: string): Promise<ServiceState> {
    const text = await this.#query(instance);
    const { out } = await this.#parts.programs.run(["sc.exe", "qc", serviceName(instance), "8192"]);
    return stateFrom(text, out);
  }

  async logs(instance: string, options: LogOptions): Promise<void> {
    await followFile(this.#parts, this.#place.log(instance), options);
  }

  /** Windows lets nobody replace a program that runs; the same source needs no other one. */
  async #compileHost(service: ServiceSpec): Promise<void> {
    const { files, programs } = this.#parts;
    const { host, source } = hostFiles(service.program);
    const known = files.readIfPresent(source);
    if (files.exists(host) && known !== null && new TextDecoder().decode(known) === SOURCE) return;
    for (const instance of await this.instances()) await this.stop(instance);
    putFile(files, source, SOURCE);
    await command(programs, compilerWords(this.#place.env, service.program), {
      action: "Compiling the host",
      service: serviceName(service.instance),
    });
  }

  /** null: there is no such service. */
  async #query(instance: string): Promise<string | null> {
    const { code, out } = await this.#parts.programs.run(["sc.exe", "queryex", serviceName(instance)]);
    return code === NO_SUCH_SERVICE ? null : out;
  }

  #sc(action: string, words: readonly string[], instance: string, fine: readonly number[] = []): Promise<string> {
    return command(this.#parts.programs, ["sc.exe", ...words], { action, service: serviceName(instance) }, fine);
  }
}
