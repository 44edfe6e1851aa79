import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../../domain/ids.ts";
import type { Files } from "../../../domain/ports/files.ts";
import type { StagingAudit } from "../../../domain/ports/staging-audit.ts";
import { openStagingAudit } from "../../../staging/audit.ts";
import { FileBatch } from "./file-batch.ts";
import type { AnonymizeSource, Place, SourcePart } from "./source.ts";

/**
 * The records of a staging file, as it is at this moment, also while a service writes to it; their bodies stay compressed.
 * @throws data.* when it cannot be read
 */
export function openStaged(path: string, files: Files): AnonymizeSource {
  const log = files.stamp(`${path}-wal`);
  const identity = `staging ${files.stamp(path)?.text} ${(log?.size ?? 0) > 0 ? log?.text : ""}`;
  const { audit, isSpoilt } = openStagingAudit(path, files);
  try {
    const tables = audit.tables().filter(({ rows }) => rows > 0);
    return {
      name: path,
      identity,
      tables: tables.map(({ table, rows }) => ({ table, records: rows })),
      passedOver: [],
      parts: (table, from) => tableParts({ audit, path, isSpoilt }, table, from),
      close: async () => audit.close(),
    };
  } catch (error) {
    audit.close();
    throw error;
  }
}

interface Open {
  readonly audit: StagingAudit;
  readonly path: string;
  readonly isSpoilt: () => boolean;
}

/** A place is the number of directories of the repository whose records were given out. */
function* tableParts({ audit, path, isSpoilt }: Open, table: TableName, from: Place): Generator<SourcePart> {
  const batch = new FileBatch(table, "deflated");
  const leaves = [...audit.leaves(table)];
  for (let place = Number(from); place < leaves.length; place++) {
    for (const { oid, content, modtime } of audit.rows(table, leaves[place] as number)) {
      if (oid === null) continue;
      if (content === null) throw fail("data.corrupt", { path, reason: `a record of ${table} has no content` });
      batch.add(content.body, modtime);
    }
    if (!batch.isFull) continue;
    // What was read while somebody began to write may be half old and half new.
    if (isSpoilt()) throw fail("data.busy", { path });
    yield { batch: batch.take(), place: String(place + 1) };
  }
  if (isSpoilt()) throw fail("data.busy", { path });
  if (!batch.isEmpty) yield { batch: batch.take(), place: String(leaves.length) };
}
