import { type Config, type ConfigInput, loadConfig } from "../../src/config/load.ts";

export interface ConfigSources {
  readonly flags?: ConfigInput["flags"];
  readonly env?: ConfigInput["env"];
  /** The text of tidemark.toml. */
  readonly toml?: string;
  readonly configFile?: string;
  readonly openToOthers?: boolean;
}

/** Loads a configuration from texts; a file exists under the name that is asked for when `toml` is given. */
export function configOf({ flags = {}, env = {}, toml, configFile, openToOthers = false }: ConfigSources = {}): Config {
  const bytes = new TextEncoder().encode(toml);
  return loadConfig({ flags, env, configFile, readFile: () => (toml === undefined ? null : { bytes, openToOthers }) });
}
