import { fail } from "../domain/errors/tidemark-error.ts";
import type { Accounts } from "../domain/ports/accounts.ts";
import type { Log } from "../domain/ports/log.ts";

const ROOT = 0;

/**
 * Becomes the account that the data directory belongs to, when root was asked to write there: a file of root's in it would keep
 * the service out of its own data. Call once the configuration and what it names were read, which only root may be able to.
 * @throws data.other-owner
 */
export function actAsOwner(path: string, accounts: Accounts, log: Log): void {
  if (accounts.current()?.uid !== ROOT) return;
  const owner = accounts.ownerOf(path);
  if (owner === null || owner.uid === ROOT) return;
  const name = accounts.nameOf(owner.uid) ?? String(owner.uid);
  try {
    accounts.become(owner);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fail("data.other-owner", { path, owner: name, reason }, { cause });
  }
  log.write("debug", "acting as the account that the data belongs to", { account: name });
}
