import { fail } from "../domain/errors/tidemark-error.ts";
import type { DocumentState } from "./store/document.ts";

/** A document at one moment, as JSON can hold it. */
export interface SimulatorSnapshot {
  readonly format: "tidemark-simulator";
  readonly version: 1;
  readonly document: DocumentState;
}

export function snapshotOf(document: DocumentState): SimulatorSnapshot {
  return { format: "tidemark-simulator", version: 1, document };
}

/**
 * Checks what was read from a snapshot file.
 * @throws `simulator.snapshot`
 */
export function readSnapshot(value: unknown): SimulatorSnapshot {
  if (!isObject(value)) throw fail("simulator.snapshot", { reason: "it is no JSON object" });
  if (value.format !== "tidemark-simulator") throw fail("simulator.snapshot", { reason: "its format is another" });
  if (value.version !== 1) throw fail("simulator.snapshot", { reason: "its version is newer than this program" });
  const document = value.document;
  if (!isObject(document) || typeof document.uuid !== "string" || !isObject(document.tables)) {
    throw fail("simulator.snapshot", { reason: "it holds no document" });
  }
  for (const [table, state] of Object.entries(document.tables)) {
    if (!isTable(state)) throw fail("simulator.snapshot", { reason: `table ${table} is damaged` });
  }
  return value as unknown as SimulatorSnapshot;
}

function isTable(value: unknown): boolean {
  return isObject(value) && Number.isInteger(value.next) && Array.isArray(value.rows) && value.rows.every(isRow);
}

function isRow(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.fields) || typeof value.modtime !== "string") return false;
  return Number.isInteger(value.seq) && Number.isInteger(value.slot);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
