import { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Log } from "../../domain/ports/log.ts";
import { packSource } from "../outgoing-pack.ts";
import { EntryTable } from "../pack/entry-table.ts";
import type { Remote } from "../remote/remote.ts";
import type { BareRepository } from "../repository/bare-repository.ts";
import { collectPack } from "../repository/collect-pack.ts";

/** The branch is somewhere else, or whoever rules over the remote does not want it moved. */
const NOT_MOVED = new Set<string>(["remote.main-moved", "remote.rejected"]);

export interface ForwardPorts {
  readonly repository: BareRepository;
  readonly remote: Remote;
  readonly log: Log;
}

/** One compare-and-swap of a ref at the remote to a commit that it has. @returns false when it was not moved @throws remote.* */
export async function moveRemoteRef(
  { repository, remote, log }: ForwardPorts,
  move: { readonly ref: string; readonly old: Oid; readonly new: Oid },
  signal: AbortSignal,
): Promise<boolean> {
  const { files, objects } = repository;
  const path = repository.temporary("forward.pack");
  try {
    collectPack({ files, store: objects, packs: [], wanted: new EntryTable(), path });
    await remote.push({ ...move, pack: packSource(files, path) }, signal);
    return true;
  } catch (error) {
    if (!(error instanceof TidemarkError) || !NOT_MOVED.has(error.code)) throw error;
    log.write("info", "an incoming branch was not moved forward", { ref: move.ref, reason: error.message });
    return false;
  } finally {
    repository.removeTemporary(path);
  }
}
