import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Installation } from "./open.ts";
import { programFile } from "./program-file.ts";

/**
 * A service of the whole host is an administrator's matter; better said before anything was begun than by the fifth command.
 * @param words the command to run instead, behind the program's name
 * @throws service.needs-administrator
 */
export async function requireAdministrator(installation: Installation, words: readonly string[]): Promise<void> {
  const { layout, platform } = installation;
  if (layout.scope === "user" || (await isAdministrator(installation))) return;
  const command = asAdministrator(installation, words);
  const where = platform === "win32" ? " (in a terminal that was started as administrator)" : "";
  throw fail("service.needs-administrator", { action: words[0] ?? "", command: `${command}${where}` });
}

/** A command that an administrator runs. With its path: not every sudo looks into /usr/local/bin. */
export function asAdministrator({ layout, platform }: Installation, words: readonly string[]): string {
  const needed = layout.scope === "system" && platform !== "win32";
  return [...(needed ? ["sudo", programFile(layout)] : ["tidemark"]), "service", ...words].join(" ");
}

async function isAdministrator({ platform, accounts, programs }: Installation): Promise<boolean> {
  if (platform !== "win32") return accounts.current()?.uid === 0;
  // The registry of the system's own account is open to administrators alone.
  return (await programs.run(["reg.exe", "query", "HKU\\S-1-5-19"])).code === 0;
}
