import { statSync } from "node:fs";
import { homedir } from "node:os";
import type { AccountIds, Accounts } from "../domain/ports/accounts.ts";

/** The port over the process and `id`, which knows the accounts of a directory service too. */
export function createAccounts(): Accounts {
  return { current, home: () => homedir(), ownerOf, named, nameOf, become };
}

function current(): AccountIds | null {
  const uid = process.geteuid?.();
  const gid = process.getegid?.();
  return uid === undefined || gid === undefined ? null : { uid, gid };
}

function ownerOf(path: string): AccountIds | null {
  if (process.platform === "win32") return null;
  try {
    const { uid, gid } = statSync(path);
    return { uid, gid };
  } catch {
    return null; // Whoever opens it tells why it cannot be.
  }
}

function named(name: string): AccountIds | null {
  const uid = number(["-u", "--", name]);
  const gid = number(["-g", "--", name]);
  return uid === null || gid === null ? null : { uid, gid };
}

function nameOf(uid: number): string | null {
  return said(["-un", "--", String(uid)]);
}

function number(words: readonly string[]): number | null {
  const text = said(words);
  return text === null ? null : Number(text);
}

function said(words: readonly string[]): string | null {
  if (process.platform === "win32" || Bun.which("id") === null) return null;
  const { success, stdout } = Bun.spawnSync(["id", ...words], { stderr: "ignore" });
  return success ? stdout.toString().trim() : null;
}

/** Groups first: an account that has given up its user may not change them any more. */
function become({ uid, gid }: AccountIds): void {
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}
