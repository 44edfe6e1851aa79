import { type Config, loadConfig } from "../config/load.ts";
import { mirrorConfig } from "../config/mirror-config.ts";
import type { Host } from "../domain/ports/host.ts";
import { readConfigFile } from "../platform/config-file.ts";
import type { SyncSettings } from "../sync/context.ts";

/** What a command line says about the configuration. */
export interface SettingsInput {
  /** Values by flag name without dashes. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  /** What `--config` names. */
  readonly configFile?: string | undefined;
}

/** The configuration in force. @throws config.* */
export function readConfig(host: Host, input: SettingsInput): Config {
  return loadConfig({ flags: input.flags, configFile: input.configFile, env: host.env, readFile: readConfigFile });
}

/** What the engine has to know of the configuration. */
export function syncSettings(config: Config): SyncSettings {
  const { values, origins } = config;
  const { bytes, hash } = mirrorConfig(config);
  return {
    tables: values.tables,
    tablesNamed: origins.tables.kind !== "default",
    chunk: values.chunk,
    checkpoint: values.checkpoint,
    overlapSeconds: Math.ceil(values.overlap / 1000),
    deleteLimit: values.max_delete,
    configFile: bytes,
    configHash: hash,
    logValues: values["log.values"],
    privateFields: new Set(values.private),
  };
}
