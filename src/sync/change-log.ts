import type { RecordKey, TableName } from "../domain/ids.ts";
import type { Log } from "../domain/ports/log.ts";
import type { NewChange } from "../domain/ports/staging.ts";
import type { RunContext, SyncSettings } from "./context.ts";
import { isPrivate } from "./private-fields.ts";

const MOST_VALUE_CHARACTERS = 80;

/** The part of a run's context that decides what is told. */
export interface LogContext {
  readonly ports: { readonly log: Log };
  readonly settings: Pick<SyncSettings, "logValues" | "privateFields">;
  readonly tellAdditions: RunContext["tellAdditions"];
}

/**
 * One log line per changed record, naming its fields; values only when the configuration allows it and never for
 * private fields. A backfill's additions are counted by its progress and not told one by one.
 */
export function logChanges(context: LogContext, table: TableName, changes: readonly NewChange[]): void {
  const { ports, settings, tellAdditions } = context;
  const byKey = Map.groupBy(changes, (change) => change.key);
  for (const [key, lines] of byKey) {
    const operation = lines[0]?.operation ?? "changed";
    if (operation === "added" && !tellAdditions) continue;
    const fields = lines.filter((line) => line.field !== null);
    const told = fields.map((line) =>
      settings.logValues ? withValues(settings.privateFields, table, line) : line.field,
    );
    ports.log.write("info", `${table} ${key} ${operation}`, fields.length === 0 ? {} : { fields: told.join(", ") });
  }
}

/** The log's line for a record that is gone. */
export function deletionOf(key: RecordKey): NewChange {
  return { key, operation: "deleted", field: null, old: null, new: null };
}

function withValues(hidden: ReadonlySet<string>, table: TableName, line: NewChange): string {
  if (isPrivate(hidden, table, line.field ?? "")) return `${line.field} (private)`;
  return `${line.field} ${quote(line.old)} -> ${quote(line.new)}`;
}

function quote(value: string | null): string {
  if (value === null) return "(blank)";
  return JSON.stringify(value.length > MOST_VALUE_CHARACTERS ? `${value.slice(0, MOST_VALUE_CHARACTERS)}…` : value);
}
