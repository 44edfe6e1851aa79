import { dirname, resolve } from "node:path";
import type { DiskSpace } from "../../../domain/ports/inspection.ts";
import { DataSizes } from "../../metrics/data-size.ts";
import { bad, type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck, DoctorScene } from "../scene.ts";

const MB = 1024 * 1024;
/** Below this the next commit may not fit. */
const LEAST = 64 * MB;
/** What logs, packs being folded and a busy day take. */
const SLACK = 256 * MB;
/** A record in staging and in the repository, with the room to work on both (measured: some 3 KB, docs/benchmarks.md). */
const RECORD = 6 * 1024;

export const diskSpaceCheck: DoctorCheck = {
  name: "disk space",
  async run(scene) {
    const { inspection, directory, ways, counts } = scene;
    const sizes = new DataSizes(directory, ways).now();
    const records = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return judgeSpace({ space: inspection.space(existing(scene)), held: sizes.staging + sizes.repository, records });
  },
};

export interface SpaceFacts {
  readonly space: DiskSpace;
  /** Bytes that the data directory has now. */
  readonly held: number;
  /** Records that MoneyWorks was seen to have; 0: not known. */
  readonly records: number;
}

/** An upgrade, a rebuild or a backup may put a second copy beside what there is. */
export function judgeSpace({ space: { free, total, isRemote }, held, records }: SpaceFacts): Judgement {
  const need = SLACK + Math.max(held, records * RECORD - held);
  const facts = { free, total, held, need, isRemote };
  const says = `${size(free)} are free, and ${size(need)} may be needed beside the ${size(held)} in use.`;
  const next = "Make room on this disk, or move the data directory (option 'data') while the service is stopped.";
  if (free < LEAST) return bad(says, next, facts);
  if (free < need) return warn(says, next, facts);
  if (isRemote) {
    const remote = `${says} The disk is another host's: SQLite's locks cannot be relied on there.`;
    return warn(remote, "Move the data directory to a disk of this host.", facts);
  }
  return ok(says, facts);
}

function existing({ directory, host, ways }: DoctorScene): string {
  let path = resolve(host.cwd(), directory.path);
  while (!ways.files.exists(path) && path !== dirname(path)) path = dirname(path);
  return path;
}

function size(bytes: number): string {
  return bytes >= 10 * 1024 * MB ? `${Math.round(bytes / 1024 / MB)} GB` : `${Math.round(bytes / MB)} MB`;
}
