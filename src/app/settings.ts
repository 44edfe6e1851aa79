import { type Config, loadConfig } from "../config/load.ts";
import { mirrorConfig } from "../config/mirror-config.ts";
import type { Host } from "../domain/ports/host.ts";
import { createAccounts } from "../platform/accounts.ts";
import { readConfigFile } from "../platform/config-file.ts";
import { createFiles } from "../platform/files.ts";
import type { SyncSettings } from "../sync/context.ts";
import { configOfInstance, installedConfigs } from "./installation/installed-configs.ts";

/** What a command line says about the configuration. */
export interface SettingsInput {
  /** Values by flag name without dashes. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  /** What `--config` names. */
  readonly configFile?: string | undefined;
  /** What `--instance` names: an installed one, whose file is read. */
  readonly instance?: string | undefined;
}

/** The configuration in force. @throws config.* */
export function readConfig(host: Host, { flags, configFile, instance }: SettingsInput): Config {
  const input = { platform: host.platform, env: host.env, home: createAccounts().home(), files: createFiles() };
  return loadConfig({
    flags,
    configFile: instance === undefined ? configFile : configOfInstance(input, instance),
    installed: () => installedConfigs(input),
    env: host.env,
    readFile: readConfigFile,
  });
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
