import type { KnownField } from "../domain/ports/staging-fields.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";
import type { RunContext } from "./context.ts";

/** How the fields that a run saw differ from those known so far, each list by name. */
export interface Drift {
  /** Unknown so far. */
  readonly appeared: readonly string[];
  readonly vanished: readonly string[];
  /** Were gone. */
  readonly returned: readonly string[];
  /** Those of `appeared` that are news: the first fields ever seen of a kind of row are not. */
  readonly news: readonly string[];
}

/**
 * Compares the fields of a run's records with the known ones. Every record shows every field of its table, blank ones too, so
 * one record is enough to miss one. A transaction may have no lines: fields of lines are missed only among lines.
 */
export function compareFields(known: readonly KnownField[], seen: ReadonlySet<string>): Drift {
  const names = [...seen].sort();
  const before = new Map(known.map((field) => [field.name, field]));
  const kindsBefore = new Set(known.map(({ name }) => kindOf(name)));
  const kindsSeen = new Set(names.map(kindOf));
  const appeared = names.filter((name) => !before.has(name));
  const missed = known.filter(({ name, goneAt }) => goneAt === null && !seen.has(name) && kindsSeen.has(kindOf(name)));
  return {
    appeared,
    vanished: missed.map(({ name }) => name),
    returned: names.filter((name) => (before.get(name)?.goneAt ?? null) !== null),
    news: appeared.filter((name) => kindsBefore.has(kindOf(name))),
  };
}

/** `detail` for a field of lines, empty for one of the records themselves. */
export function kindOf(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? "" : name.slice(0, dot);
}

/** After a table was read, as far as it could be: notes fields that came and went, and tells each once. */
export function noteDrift({ ports, fields }: Pick<RunContext, "ports" | "fields">, schema: TableSchema): void {
  const { staging, clock, log } = ports;
  const { table } = schema;
  const seen = new Set([...fields.of(table)].filter((name) => !isComputed(schema, name)));
  if (seen.size === 0) return;
  const { news, ...drift } = compareFields(staging.knownFields(table), seen);
  const { appeared, vanished, returned } = drift;
  if (appeared.length + vanished.length + returned.length === 0) return;
  staging.noteFields({ table, at: clock.now(), ...drift });
  const tell = (what: string, names: readonly string[]) => {
    if (names.length > 0) log.write("warn", `MoneyWorks ${what} of '${table}': ${names.join(", ")}`, { table });
  };
  tell("shows new fields", news);
  tell("no longer shows fields", vanished);
  tell("again shows fields", returned);
}

/** Fields that stand in some rows only, so that their absence says nothing. */
function isComputed(schema: TableSchema, name: string): boolean {
  const kind = kindOf(name);
  const owner = schema.subfiles.find((table) => table === kind);
  const field =
    owner === undefined ? schema.field.get(name) : SCHEMA.get(owner)?.field.get(name.slice(kind.length + 1));
  return field?.pseudo === true;
}
