import { Activity } from "./activity.ts";
import { Batches } from "./batches.ts";
import { CarriedRecords } from "./carried-records.ts";
import { Changes } from "./changes.ts";
import { ClockEvents } from "./clock-events.ts";
import { ClockSamples } from "./clock-samples.ts";
import type { Connection } from "./connection.ts";
import { Contents } from "./contents.ts";
import { Halts } from "./halts.ts";
import { Imports } from "./imports.ts";
import { KnownFields } from "./known-fields.ts";
import { LateStampLog } from "./late-stamps.ts";
import { MirroredTables } from "./mirrored-tables.ts";
import { Pending } from "./pending.ts";
import { PendingMarkers } from "./pending-markers.ts";
import { Promotions } from "./promotions.ts";
import { Quarantine } from "./quarantine.ts";
import { RecordSearch } from "./record-search.ts";
import { Records } from "./records.ts";
import { RunHistory } from "./run-history.ts";
import { Runs } from "./runs.ts";
import { Settings } from "./settings.ts";
import { Trees } from "./trees.ts";
import { openOldRows } from "./upkeep/open-old-rows.ts";

export type Tables = ReturnType<typeof openTables>;

/** Every table of the file with its statements prepared. None of them opens a transaction: whoever calls does. */
export function openTables(connection: Connection) {
  return {
    runs: new Runs(connection),
    history: new RunHistory(connection),
    activity: new Activity(connection),
    mirrored: new MirroredTables(connection),
    records: new Records(connection),
    search: new RecordSearch(connection),
    contents: new Contents(connection),
    carried: new CarriedRecords(connection),
    changes: new Changes(connection),
    batches: new Batches(connection),
    trees: new Trees(connection),
    pending: new Pending(connection),
    pendingMarkers: new PendingMarkers(connection),
    clockSamples: new ClockSamples(connection),
    clockEvents: new ClockEvents(connection),
    lateStamps: new LateStampLog(connection),
    quarantine: new Quarantine(connection),
    knownFields: new KnownFields(connection),
    promotions: new Promotions(connection),
    imports: new Imports(connection),
    settings: new Settings(connection),
    halts: new Halts(connection),
    old: openOldRows(connection),
  };
}
