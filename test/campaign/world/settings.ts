import type { SyncSettings } from "../../../src/sync/context.ts";
import type { Scenario } from "../scenario/scenario.ts";

const CONFIG_FILE = new TextEncoder().encode('{\n  "version": 1\n}\n');

/** The configuration that a scenario's processes have. */
export function settingsOf({ tables, chunk, checkpoint, overlapSeconds, deleteCount }: Scenario): SyncSettings {
  return {
    tables,
    tablesNamed: false,
    chunk,
    checkpoint,
    overlapSeconds,
    deleteLimit: { share: 0.05, count: deleteCount },
    configFile: CONFIG_FILE,
    configHash: "0".repeat(64),
    logValues: false,
    privateFields: new Set(),
  };
}
