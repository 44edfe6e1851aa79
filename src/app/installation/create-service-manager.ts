import { fail } from "../../domain/errors/tidemark-error.ts";
import type { ServiceManager } from "../../domain/ports/service-manager.ts";
import { Launchd } from "./launchd/manager.ts";
import { instanceFiles, type Layout } from "./layout.ts";
import type { InstallationParts } from "./parts.ts";
import { Systemd } from "./systemd/manager.ts";
import { WindowsServices } from "./windows/manager.ts";

/** The host that services run on, and whose they are. */
export interface ServicePlace {
  /** `linux`, `darwin` or `win32`. */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly layout: Layout;
  /** Of the account that asks. */
  readonly home: string;
  /** null on Windows. */
  readonly uid: number | null;
}

/** There while systemd runs the host; sd_booted(3). */
const SYSTEMD_RUNS = "/run/systemd/system";

/** The service manager of this host, for the layout's scope. @throws service.no-manager */
export function createServiceManager(parts: InstallationParts, place: ServicePlace): ServiceManager {
  if (place.platform === "linux") return systemd(parts, place);
  if (place.platform === "darwin") return launchd(parts, place);
  if (place.platform !== "win32") throw noManager(`it is ${place.platform}`);
  if (place.layout.scope === "user") throw noManager("on Windows a service belongs to the whole host");
  return new WindowsServices(parts, { env: place.env, program: place.layout.program, log: logOf(place.layout) });
}

function systemd(parts: InstallationParts, { env, layout, home }: ServicePlace): ServiceManager {
  if (!parts.files.exists(SYSTEMD_RUNS)) throw noManager("systemd does not run here");
  if (layout.scope === "system") return new Systemd(parts, { scope: "system", directory: "/etc/systemd/system" });
  const directory = `${env.XDG_CONFIG_HOME ?? `${home}/.config`}/systemd/user`;
  return new Systemd(parts, { scope: "user", directory });
}

function launchd(parts: InstallationParts, { layout, home, uid }: ServicePlace): ServiceManager {
  const log = logOf(layout);
  if (layout.scope === "system")
    return new Launchd(parts, {
      ...{ domain: "system", directory: "/Library/LaunchDaemons", newsyslog: "/etc/newsyslog.d" },
      log,
    });
  const directory = `${home}/Library/LaunchAgents`;
  return new Launchd(parts, { domain: `gui/${uid ?? 0}`, directory, newsyslog: null, log });
}

function logOf(layout: Layout): (instance: string) => string {
  return (instance) => instanceFiles(layout, instance).log ?? "";
}

function noManager(reason: string): Error {
  return fail("service.no-manager", { reason });
}
