import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReleaseKey } from "../../src/app/release/keys.ts";

const NAMES = ["install.sh", "install.ps1"];
/** Stands once in each installer, between single quotes. */
const PLACE = "@TIDEMARK_KEYS@";

export interface Installer {
  readonly name: string;
  readonly text: string;
}

/**
 * The installers with the keys that they trust, one a line. Without any they stay as they are, and ask for one.
 * @throws Error when one is missing or has no place for keys, or two
 */
export function installers(root: string, keys: readonly ReleaseKey[]): readonly Installer[] {
  return NAMES.map((name) => {
    const path = join(root, name);
    if (!existsSync(path)) throw new Error(`There is no ${name} to put into the release.`);
    const text = readFileSync(path, "utf8");
    if (text.split(PLACE).length !== 2) throw new Error(`${name} has to have ${PLACE} once.`);
    return { name, text: keys.length === 0 ? text : text.replace(PLACE, keys.map(({ line }) => line).join("\n")) };
  });
}
