import { fail } from "../../domain/errors/tidemark-error.ts";
import { saidBy } from "./command.ts";
import type { Installation } from "./open.ts";

/** Of role accounts on macOS: below what people get. */
const FIRST_MAC_ID = 450;
const LAST_MAC_ID = 499;

/**
 * Makes the account that services run as, when the host has none of that name: one of the system, without a password, a home or
 * a shell. Windows makes one for each service by itself. @throws service.account-failed
 */
export async function makeAccount(installation: Installation): Promise<void> {
  const { layout, platform, accounts } = installation;
  if (layout.account === null || platform === "win32" || accounts.named(layout.account) !== null) return;
  const all = platform === "darwin" ? await macAccount(installation, layout.account) : [linuxAccount(layout.account)];
  for (const words of all) await run(installation, layout.account, words);
}

/** Removes it again. @throws service.account-failed */
export async function removeAccount(installation: Installation): Promise<void> {
  const { layout, platform, accounts } = installation;
  if (layout.account === null || platform === "win32" || accounts.named(layout.account) === null) return;
  const all =
    platform === "darwin"
      ? ["Users", "Groups"].map((kind) => ["dscl", ".", "-delete", `/${kind}/${layout.account}`])
      : [["userdel", layout.account]];
  for (const words of all) await run(installation, layout.account, words);
}

function linuxAccount(name: string): string[] {
  const nowhere = ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"];
  return ["useradd", "--system", "--user-group", ...nowhere, "--comment", "Tidemark", name];
}

async function macAccount({ programs }: Installation, name: string): Promise<string[][]> {
  const lists = await Promise.all([
    programs.run(["dscl", ".", "-list", "/Users", "UniqueID"]),
    programs.run(["dscl", ".", "-list", "/Groups", "PrimaryGroupID"]),
  ]);
  const taken = new Set(lists.flatMap(({ out }) => [...out.matchAll(/\s(\d+)$/gm)].map(([, id]) => Number(id))));
  let id = FIRST_MAC_ID;
  while (taken.has(id)) id += 1;
  if (id > LAST_MAC_ID) throw fail("service.account-failed", { account: name, reason: "no number is free for it" });
  return macAccountWords(name, id);
}

/** The same number for the account and its group. */
export function macAccountWords(name: string, id: number): string[][] {
  const user = (...words: readonly string[]) => ["dscl", ".", "-create", `/Users/${name}`, ...words];
  return [
    ["dscl", ".", "-create", `/Groups/${name}`],
    ["dscl", ".", "-create", `/Groups/${name}`, "PrimaryGroupID", String(id)],
    user(),
    user("UniqueID", String(id)),
    user("PrimaryGroupID", String(id)),
    user("RealName", "Tidemark"),
    user("NFSHomeDirectory", "/var/empty"),
    user("UserShell", "/usr/bin/false"),
    user("Password", "*"),
    user("IsHidden", "1"),
  ];
}

async function run({ programs }: Installation, account: string, words: readonly string[]): Promise<void> {
  const result = await programs.run(words);
  if (result.code !== 0) throw fail("service.account-failed", { account, reason: saidBy(words, result) });
}
