import { win32 } from "node:path";
import type { ServiceSpec, ServiceState } from "../../../domain/ports/service-manager.ts";
import { runWords } from "../run-words.ts";

/** Well-known groups by their numbers. */
const SYSTEM = "*S-1-5-18";
const ADMINISTRATORS = "*S-1-5-32-544";
const USERS = "*S-1-5-32-545";

/** `Tidemark-acme`. */
export function serviceName(instance: string): string {
  return `Tidemark-${instance}`;
}

/** The account that Windows makes for a service of this name by itself; it has no password and no rights beside what it is given. */
export function serviceAccount(instance: string): string {
  return `NT SERVICE\\${serviceName(instance)}`;
}

/** The host beside the program, and the source that it is compiled from. */
export function hostFiles(program: string): { readonly host: string; readonly source: string } {
  const directory = win32.dirname(program);
  return { host: win32.join(directory, "tidemark-service.exe"), source: win32.join(directory, "tidemark-service.cs") };
}

/** The compiler of the .NET Framework 4, part of Windows since Windows 10 and Server 2016. */
export function compilerWords(env: Readonly<Record<string, string | undefined>>, program: string): string[] {
  const { host, source } = hostFiles(program);
  const windows = env.SystemRoot ?? "C:\\Windows";
  const compiler = win32.join(windows, "Microsoft.NET", "Framework64", "v4.0.30319", "csc.exe");
  return [
    ...[compiler, "/nologo", "/optimize+", "/warnaserror+", "/target:exe", "/platform:anycpu"],
    ...[`/out:${host}`, "/reference:System.ServiceProcess.dll", source],
  ];
}

/** The commands that define a service, or change one that is there. */
export function definitionWords(service: ServiceSpec, action: "create" | "config"): string[][] {
  const name = serviceName(service.instance);
  const { host } = hostFiles(service.program);
  const errors = service.log === null ? "NUL" : `${service.log}.errors`;
  const line = [host, service.instance, errors, service.program, ...runWords(service), "--until-input-ends"];
  const display = `Tidemark (${service.instance})`;
  const account = service.account === null ? [] : ["obj=", serviceAccount(service.instance)];
  const about = "Keeps a git repository true to a MoneyWorks document.";
  return [
    [
      "sc.exe",
      action,
      name,
      "binPath=",
      commandLine(line),
      "start=",
      "delayed-auto",
      "DisplayName=",
      display,
      ...account,
    ],
    ["sc.exe", "description", name, about],
    // Only of the host itself: what to do about the program's end, the host decides.
    ["sc.exe", "failure", name, "reset=", "86400", "actions=", "restart/60000"],
  ];
}

/**
 * Who may read and write what; administrators and the system always may. Every account may make files below ProgramData, so that
 * the directory is closed and taken over first. Names of groups are translated, their numbers are not.
 */
export function accessWords({ instance, config, data, log }: ServiceSpec): string[][] {
  const account = serviceAccount(instance);
  const own = (path: string) => ["icacls.exe", path, "/setowner", ADMINISTRATORS, "/q"];
  const only = (path: string, rights: readonly string[]) => [
    ...["icacls.exe", path, "/inheritance:r"],
    ...rights.flatMap((right) => ["/grant:r", right]),
    "/q",
  ];
  const below = [`${SYSTEM}:(OI)(CI)F`, `${ADMINISTRATORS}:(OI)(CI)F`];
  const directories = [data, ...(log === null ? [] : [win32.dirname(log)])];
  return [
    own(win32.dirname(config)),
    only(win32.dirname(config), [...below, `${USERS}:(RX)`]),
    own(config),
    only(config, [`${SYSTEM}:(F)`, `${ADMINISTRATORS}:(F)`, `${account}:(R)`]),
    ...directories.map((directory) => only(directory, [...below, `${account}:(OI)(CI)M`])),
  ];
}

/** A command line as Windows programs read it: backslashes count only before a quotation mark. */
export function commandLine(words: readonly string[]): string {
  return words
    .map((word) =>
      word !== "" && !/[\s"]/.test(word) ? word : `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&")}"`,
    )
    .join(" ");
}

/** Reads `sc.exe queryex`, whose labels may be translated and whose constants are not. @param text null: there is no such service */
export function stateFrom(text: string | null, configuration: string): ServiceState {
  const [, code = "", says = "unknown"] = /:\s+([1-7])\s+([A-Z_]+)\s*$/m.exec(text ?? "") ?? [];
  const pid = Number(/PID\s*:\s*(\d+)/.exec(text ?? "")?.[1] ?? 0);
  const exit = /WIN32_EXIT_CODE\s*:\s*(\d+)/.exec(text ?? "")?.[1] ?? "0";
  const running = code === "4";
  // 1077: it was not started since the last boot.
  const failed = code === "1" && exit !== "0" && exit !== "1077";
  return {
    installed: text !== null,
    running,
    failed,
    comesBack: code === "2",
    pid: pid > 0 ? pid : null,
    enabled: /:\s+2\s+AUTO_START/.test(configuration),
    says: text === null ? "not installed" : failed ? `${says} (error ${exit})` : says,
  };
}

/** Reads `reg.exe query`: the name of a key a line. */
export function instancesFrom(text: string): string[] {
  const found = text.matchAll(/\\Services\\Tidemark-([^\\\s]+)\s*$/gim);
  return [...found].flatMap(([, instance]) => instance ?? []).sort();
}
