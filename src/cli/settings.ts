import type { SettingsInput } from "../app/settings.ts";
import { configFlags } from "../config/describe.ts";
import type { Arguments } from "./arguments.ts";
import type { OptionSpec } from "./command.ts";

/** The options of the configuration as command-line options. */
export const SETTING_OPTIONS: readonly OptionSpec[] = [
  { name: "config", value: "FILE", help: "read this file instead of ./tidemark.toml" },
  ...configFlags(),
];

/** What a command line says about the configuration. */
export function settingsFrom(args: Arguments): SettingsInput {
  const flags = Object.fromEntries(configFlags().map(({ name }) => [name, args.value(name)]));
  return { flags, configFile: args.value("config") };
}
