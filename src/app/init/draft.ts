import { isAbsolute, resolve } from "node:path";
import { type Config, type ConfigInput, DEFAULT_FILE, FILE_VARIABLE, loadConfig } from "../../config/load.ts";
import { environmentName, flagName } from "../../config/option.ts";
import { OPTION_KEYS, type OptionKey } from "../../config/options.ts";
import { hasSecretFile, secretFileKey } from "../../config/secret-file.ts";
import { secretTexts } from "../../config/secrets.ts";
import type { Setting } from "../../config/set-in-toml.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import { parseRemoteUrl } from "../../exporter/remote/remote-url.ts";

/** The configuration that is being put together: what was given, and what a person answered, which wins. */
export class Draft {
  readonly #given: ConfigInput;
  readonly #answers = new Map<OptionKey, string>();

  /** @param given `configFile` is the one that is there already, undefined for none */
  constructor(given: ConfigInput) {
    const { [FILE_VARIABLE]: _, ...env } = given.env;
    // The file of the current directory is no part of an installation.
    const readFile: ConfigInput["readFile"] = (path) =>
      given.configFile === undefined && path === DEFAULT_FILE ? null : given.readFile(path);
    this.#given = { ...given, env, readFile };
  }

  set(key: OptionKey, text: string): void {
    this.#answers.set(key, text);
  }

  /** Where nothing was given and nothing answered. */
  setDefault(key: OptionKey, text: string): void {
    if (this.config().origins[key].kind === "default") this.#answers.set(key, text);
  }

  /** What was said of it does not count any more. */
  clear(key: OptionKey): void {
    this.#answers.set(key, "");
  }

  /** @throws config.* */
  config(): Config {
    const flags: Record<string, string | undefined> = { ...this.#given.flags };
    const env: Record<string, string | undefined> = { ...this.#given.env };
    for (const [key, text] of this.#answers) {
      for (const name of hasSecretFile(key) ? [key, secretFileKey(key)] : [key]) {
        delete flags[flagName(name)];
        delete env[environmentName(name)];
      }
      if (text !== "") flags[flagName(key)] = text;
    }
    return loadConfig({ ...this.#given, flags, env });
  }

  /**
   * A secret on the command line is in the history of the shell, and every account of the host reads it in the list of
   * processes: init takes it from a file, the environment or a question. @throws init.secret-in-arguments
   */
  refuseOpenSecrets(): void {
    const { values, origins } = this.config();
    const open = OPTION_KEYS.find((key) => {
      const origin = origins[key];
      const isOpen = origin.kind === "flag" && origin.secretFile === undefined;
      return isOpen && secretTexts(key, values[key]).length > 0;
    });
    if (open === undefined) return;
    throw fail("init.secret-in-arguments", { flag: flagName(open), variable: environmentName(open) });
  }

  /** What the file has to say: what does not stand there already. @param cwd what paths are relative to until now */
  settings(cwd: string): readonly Setting[] {
    const { values, origins } = this.config();
    return OPTION_KEYS.flatMap((key) => {
      const { kind } = origins[key];
      return kind === "flag" || kind === "environment" ? [{ key, value: rooted(key, values[key], cwd) }] : [];
    });
  }
}

/** A service is started in another directory than this command. */
function rooted(key: OptionKey, value: unknown, cwd: string): unknown {
  if (typeof value !== "string") return value;
  if (key === "data" || key.endsWith(".ca")) return resolve(cwd, value);
  if (key !== "remote.url" || isAbsolute(value)) return value;
  const target = parseRemoteUrl(value);
  return target.kind === "directory" && !/^file:/i.test(value)
    ? `${resolve(cwd, target.path)}#${target.branch}`
    : value;
}
