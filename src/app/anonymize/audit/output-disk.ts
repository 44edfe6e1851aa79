import type { AuditDisk, DiskEntry } from "../../../../anonymizer/audit/ports.ts";
import type { Clock } from "../../../domain/ports/clock.ts";
import type { Files } from "../../../domain/ports/files.ts";
import { createCollector } from "../../../platform/memory.ts";

const CHUNK = 1 << 18;
/** Bytes between two moments in which a signal is heard. */
const BREATH = 1 << 25;
/** Directories in each other; canonical files are at most six deep. Below a link to a directory above there is no end. */
const DEEPEST = 12;

export interface DiskPorts {
  readonly files: Files;
  readonly clock: Pick<Clock, "sleep">;
}

/** An output directory as it lies there, whatever is in it. Reading ends when the signal aborts. */
export function outputDisk(root: string, { files, clock }: DiskPorts, signal: AbortSignal): AuditDisk {
  let untilBreath = BREATH;
  const collect = createCollector(BREATH);
  return {
    files: () => entriesBelow(root, [], files),
    read: async function* (path) {
      for (const chunk of chunksOf(`${root}/${path}`, files)) {
        yield chunk;
        untilBreath -= chunk.length;
        // Cut into records, it is there twice.
        collect(chunk.length * 2);
        if (untilBreath > 0) continue;
        untilBreath = BREATH;
        await clock.sleep(0, signal);
      }
    },
  };
}

function* entriesBelow(root: string, below: readonly string[], files: Files): Generator<DiskEntry> {
  for (const name of files.list([root, ...below].join("/"))) {
    const names = [...below, name];
    const path = names.join("/");
    if (files.isPlainFile(`${root}/${path}`)) yield { path, isFile: true };
    else if (names.length < DEEPEST && files.isDirectory(`${root}/${path}`)) yield* entriesBelow(root, names, files);
    else yield { path, isFile: false };
  }
}

function* chunksOf(path: string, files: Files): Generator<Uint8Array> {
  const file = files.open(path);
  try {
    const chunk = new Uint8Array(Math.min(CHUNK, file.size));
    for (let offset = 0; offset < file.size; ) {
      const read = file.read(chunk, offset);
      if (read === 0) return;
      yield chunk.subarray(0, read);
      offset += read;
    }
  } finally {
    file.close();
  }
}
