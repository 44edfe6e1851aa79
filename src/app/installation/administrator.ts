import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Installation } from "./open.ts";

/**
 * A service of the whole host is an administrator's matter; better said before anything was begun than by the fifth command.
 * @param words the command to run instead, behind the program's name
 * @throws service.needs-administrator
 */
export async function requireAdministrator(installation: Installation, words: readonly string[]): Promise<void> {
  const { layout, platform } = installation;
  if (layout.scope === "user" || (await isAdministrator(installation))) return;
  const line = ["tidemark", "service", ...words].join(" ");
  const command = platform === "win32" ? `${line} (in a terminal that was started as administrator).` : `sudo ${line}`;
  throw fail("service.needs-administrator", { action: words[0] ?? "", command });
}

async function isAdministrator({ platform, accounts, programs }: Installation): Promise<boolean> {
  if (platform !== "win32") return accounts.current()?.uid === 0;
  // The registry of the system's own account is open to administrators alone.
  return (await programs.run(["reg.exe", "query", "HKU\\S-1-5-19"])).code === 0;
}
