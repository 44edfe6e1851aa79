import type { Accounts } from "../../domain/ports/accounts.ts";
import type { Host } from "../../domain/ports/host.ts";
import type { ServiceManager } from "../../domain/ports/service-manager.ts";
import { createAccounts } from "../../platform/accounts.ts";
import { createClock } from "../../platform/clock.ts";
import { createFiles } from "../../platform/files.ts";
import { createPrograms } from "../../platform/programs.ts";
import { createServiceManager } from "./create-service-manager.ts";
import { type Layout, systemLayout, userLayout } from "./layout.ts";
import type { InstallationParts } from "./parts.ts";

/** Tidemark on this host, as it is installed for everybody or for one account. */
export interface Installation extends InstallationParts {
  /** `linux`, `darwin` or `win32`. */
  readonly platform: string;
  readonly accounts: Accounts;
  readonly layout: Layout;
  readonly manager: ServiceManager;
}

/** @throws service.no-manager */
export function openInstallation(host: Host, scope: Layout["scope"]): Installation {
  const parts = { files: createFiles(), programs: createPrograms(), clock: createClock() };
  const accounts = createAccounts();
  const { platform, env } = host;
  const home = accounts.home();
  const layout = scope === "system" ? systemLayout({ platform, env }) : userLayout({ platform, env }, home);
  const uid = accounts.current()?.uid ?? null;
  const manager = createServiceManager(parts, { platform, env, layout, home, uid });
  return { ...parts, platform, accounts, layout, manager };
}
