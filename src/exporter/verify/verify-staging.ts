import type { Oid, TableName } from "../../domain/ids.ts";
import type { StagingAudit } from "../../domain/ports/staging-audit.ts";
import { reasonOf } from "../../domain/verification.ts";
import { readCommit } from "../history/commits.ts";
import type { MarkerFile } from "../marker-file.ts";
import { ObjectStore } from "../repository/object-store.ts";
import { readMarkerFile } from "../seed-staging.ts";
import type { Look } from "./look.ts";
import type { Snapshot } from "./snapshot.ts";
import { StagingFiles } from "./staging-files.ts";

/** Lines that SQLite's own check may say. */
const MOST_INTEGRITY_LINES = 10;

/** Holds staging against the head of main, and against itself. What makes the file unreadable is told as well. */
export async function verifyStaging(root: string, { audit, main }: Snapshot, look: Look): Promise<void> {
  const { report } = look;
  const store = new ObjectStore(look.files, `${root}/objects`);
  try {
    for (const line of audit.integrity(MOST_INTEGRITY_LINES)) report.found("integrity", "staging", line);
    const head = judgeJournal(audit, main.head, look);
    checkCounts(audit, look);
    if (head !== null) await compareWith(head, audit, { ...look, store });
  } catch (error) {
    look.pauses.check();
    report.found("unreadable", "staging", reasonOf(error));
  } finally {
    store.release();
  }
}

/** The commit that staging speaks of; null when it speaks of none. */
function judgeJournal(audit: StagingAudit, main: Oid | null, { report }: Look): Oid | null {
  const prepared = audit.prepared()?.commit ?? null;
  const last = audit.last()?.commit ?? null;
  if (prepared !== null) {
    const where = main === prepared ? "main is at it" : "main is not at it";
    report.found(
      "prepared-left",
      prepared,
      `The commit was begun and not finished; ${where}. The next start settles it.`,
    );
    if (main === prepared) return last;
  }
  if (last !== main) {
    report.found("head-differs", main ?? "main", `main is at ${main ?? "no commit"}; staging made ${last ?? "none"}.`);
  }
  return main;
}

function checkCounts(audit: StagingAudit, { report }: Look): void {
  for (const { table, live, rows } of audit.tables()) {
    if (live !== rows) report.found("live-count", table, `staging counts ${live} records and has ${rows}.`);
  }
}

async function compareWith(head: Oid, audit: StagingAudit, check: Look & { store: ObjectStore }): Promise<void> {
  const files = new StagingFiles({ ...check, audit });
  await files.compare(readCommit(check.store, head).tree);
  const marker = markerOf(check.store, head);
  if (marker !== null) compareMarkers(marker, { audit, counts: files.counts }, check);
}

/** null when there is none to read: that is told of the repository. */
function markerOf(store: ObjectStore, head: Oid): MarkerFile | null {
  try {
    return readMarkerFile(store, head);
  } catch {
    return null;
  }
}

function compareMarkers(
  { markers }: MarkerFile,
  { audit, counts }: { audit: StagingAudit; counts: ReadonlyMap<TableName, number> },
  { report }: Look,
): void {
  const told = new Map(markers.map((marker) => [marker.table, marker]));
  for (const { table, mainMarker, mainRecords } of audit.tables()) {
    const file = told.get(table);
    told.delete(table);
    if (file === undefined ? mainRecords === null : file.marker === mainMarker && file.records === mainRecords)
      continue;
    const said = file === undefined ? "nothing" : `${file.marker ?? "no marker"} and ${file.records} records`;
    const known = `${mainMarker ?? "no marker"} and ${mainRecords ?? "no"} records`;
    report.found("marker-differs", table, `marker.json says ${said}; staging says that main has ${known}.`);
  }
  for (const table of told.keys()) report.found("marker-differs", table, "marker.json names it; staging does not.");
  for (const { table, records } of markers) {
    const there = counts.get(table) ?? 0;
    if (there !== records)
      report.found("record-count", table, `marker.json says ${records} records; main has ${there}.`);
  }
}
