import { type Config, type ConfigInput, loadConfig } from "../../src/config/load.ts";

export interface ConfigSources {
  readonly flags?: ConfigInput["flags"];
  readonly env?: ConfigInput["env"];
  /** The text of tidemark.toml. */
  readonly toml?: string;
  readonly configFile?: string;
  readonly openToOthers?: boolean;
  /** Configuration files of installed instances. */
  readonly installed?: readonly string[];
  /** Further files by path: their texts, or what reading them throws. */
  readonly files?: Readonly<Record<string, string | Uint8Array | Error>>;
}

/** Loads a configuration from texts; a file exists under the name that is asked for when `toml` is given. */
export function configOf({
  flags = {},
  env = {},
  toml,
  configFile,
  openToOthers = false,
  installed = [],
  files = {},
}: ConfigSources = {}): Config {
  const readFile = (path: string) => {
    const found = files[path] ?? (Object.keys(files).length > 0 && path !== "tidemark.toml" ? undefined : toml);
    if (found instanceof Error) throw found;
    if (found === undefined) return null;
    return { bytes: typeof found === "string" ? new TextEncoder().encode(found) : found, openToOthers };
  };
  return loadConfig({ flags, env, configFile, readFile, installed: () => installed });
}
