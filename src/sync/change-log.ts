import type { TableName } from "../domain/ids.ts";
import type { NewChange } from "../domain/ports/staging.ts";
import type { RunContext } from "./context.ts";

const MOST_VALUE_CHARACTERS = 80;

/**
 * One log line per changed record, naming its fields; values only when the configuration allows it and never for
 * private fields. Additions are told one by one only in polls: a backfill's are counted by its progress.
 */
export function logChanges(context: RunContext, table: TableName, changes: readonly NewChange[]): void {
  const { ports, settings, request } = context;
  const byKey = Map.groupBy(changes, (change) => change.key);
  for (const [key, lines] of byKey) {
    const operation = lines[0]?.operation ?? "changed";
    if (operation === "added" && request.kind === "full") continue;
    const fields = lines.filter((line) => line.field !== null);
    const told = fields.map((line) =>
      settings.logValues ? withValues(settings.privateFields, table, line) : line.field,
    );
    ports.log.write("info", `${table} ${key} ${operation}`, fields.length === 0 ? {} : { fields: told.join(", ") });
  }
}

function withValues(hidden: ReadonlySet<string>, table: TableName, line: NewChange): string {
  const name = `${table}.${(line.field ?? "").replace(/\[\d+\]/g, "")}`;
  if (hidden.has(name)) return `${line.field} (private)`;
  return `${line.field} ${quote(line.old)} -> ${quote(line.new)}`;
}

function quote(value: string | null): string {
  if (value === null) return "(blank)";
  return JSON.stringify(value.length > MOST_VALUE_CHARACTERS ? `${value.slice(0, MOST_VALUE_CHARACTERS)}…` : value);
}
