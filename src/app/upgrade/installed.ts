import { loadConfig } from "../../config/load.ts";
import { asTidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Host } from "../../domain/ports/host.ts";
import { readConfigFile } from "../../platform/config-file.ts";
import { instanceFiles, type Layout } from "../installation/layout.ts";
import { type Installation, openInstallation } from "../installation/open.ts";
import type { Instance, Services } from "./parts.ts";

export interface Installed {
  readonly services: Services;
  readonly instances: readonly Instance[];
  readonly configOf: (instance: string) => string;
}

/**
 * The services of this host, or of this account, and where their data are.
 * @param isWithData false: the services alone, whatever their configurations are like @throws config.* naming a file that cannot be read
 */
export async function installed(host: Host, scope: Layout["scope"], isWithData: boolean): Promise<Installed> {
  const installation = opened(host, scope);
  if (installation === null) return NOBODY;
  const { manager, layout } = installation;
  const configOf = (instance: string) => instanceFiles(layout, instance).config;
  if (!isWithData) return { services: manager, instances: [], configOf };
  const instances = (await manager.instances()).map((name) => {
    const { config, data } = instanceFiles(layout, name);
    const settings = loadConfig({ flags: {}, env: {}, configFile: config, readFile: readConfigFile });
    return { name, data: settings.origins.data.kind === "default" ? data : settings.values.data };
  });
  return { services: manager, instances, configOf };
}

/** null: nothing keeps services here, as in most containers. */
function opened(host: Host, scope: Layout["scope"]): Installation | null {
  try {
    return openInstallation(host, scope);
  } catch (reason) {
    if (asTidemarkError(reason).code === "service.no-manager") return null;
    throw reason;
  }
}

const nothing = async () => {};

/** No services. */
export const NOBODY: Installed = {
  services: {
    start: nothing,
    stop: nothing,
    logs: nothing,
    state: async () => ({
      ...{ installed: false, running: false, failed: false, comesBack: false, pid: null, enabled: false },
      says: "not installed",
    }),
  },
  instances: [],
  configOf: () => "",
};
