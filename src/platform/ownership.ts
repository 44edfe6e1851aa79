import { chownSync, statSync } from "node:fs";

/**
 * Does something in a directory as the account that owns it, when the administrator asks for it: what is made there is that account's, and a link
 * that it may have laid there leads nowhere where it could not go itself. Other accounts, and Windows, do it as they are. One at a time.
 */
export async function asOwnerOf<T>(path: string, work: () => Promise<T>): Promise<T> {
  const { geteuid, getegid, seteuid, setegid } = process;
  if (geteuid === undefined || getegid === undefined || seteuid === undefined || setegid === undefined) return work();
  const { uid, gid } = statSync(path);
  if (geteuid() !== 0 || uid === 0) return await work();
  const group = getegid();
  setegid(gid);
  try {
    seteuid(uid);
    return await work();
  } finally {
    seteuid(0);
    setegid(group);
  }
}

/** Gives a file to the account and group that own another one. Only the administrator can, and only the administrator needs to. */
export function giveTo(path: string, like: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(like);
  chownSync(path, uid, gid);
}
