import type { Oid } from "../../../src/domain/ids.ts";
import type { LoggedChange, Staging } from "../../../src/domain/ports/staging.ts";
import type { Caches, Held } from "./caches.ts";
import { mirrored } from "./contents.ts";
import type { RepositoryReader } from "./repository.ts";

/** Values by field path, without what says that a field is the system's: the change log does not tell that of a field that comes. */
type Fields = Map<string, string>;

export interface Replay {
  readonly staging: Pick<Staging, "changes">;
  readonly reader: RepositoryReader;
  readonly caches: Caches;
  /** The commit that staging was filled from; null: it began empty. */
  readonly base: Oid | null;
  readonly head: Oid;
}

/** What the change log, replayed from where staging began, makes of the records, where that is not what main holds. */
export function replayDifferences(replay: Replay): string[] {
  const log = replay.staging.changes({ limit: 1_000_000 }).toReversed();
  const open = log.filter(({ commit }) => commit === null);
  if (open.length > 0) return [`${open.length} changes name no commit`];
  const at = contentsBy(replay);
  const records = new Map(
    replay.base === null ? [] : [...at(replay.base)].map(([name, held]) => [name, fieldsOf(held)]),
  );
  for (const change of log) apply(records, change, at);
  const main = at(replay.head);
  return [...new Set([...records.keys(), ...main.keys()])].flatMap((name) => {
    const [replayed, held] = [records.get(name), main.get(name)];
    const [is, should] = [replayed, held && fieldsOf(held)].map((fields) => (fields ? textOf(fields) : "nothing"));
    return is === should ? [] : [`the change log makes ${name} ${is}, main holds ${should}`];
  });
}

type At = (commit: Oid) => ReadonlyMap<string, Held>;

function contentsBy({ reader, caches }: Replay): At {
  const known = new Map<Oid, ReadonlyMap<string, Held>>();
  return (commit) => {
    const held = known.get(commit) ?? mirrored(reader, reader.files(reader.commit(commit).tree), caches);
    known.set(commit, held);
    return held;
  };
}

function apply(records: Map<string, Fields>, change: LoggedChange, at: At): void {
  const name = `${change.table}/${change.key}`;
  const { operation, field, commit, new: value } = change;
  if (operation === "deleted") records.delete(name);
  if (operation === "added") {
    const held = commit === null ? undefined : at(commit).get(name);
    // Added and deleted again before the commit that tells both.
    if (held === undefined) records.set(name, new Map());
    else records.set(name, fieldsOf(held));
  }
  if (operation !== "changed" || field === null || isMark(field)) return;
  if (value === null) records.get(name)?.delete(field);
  else records.get(name)?.set(field, value);
}

function fieldsOf({ text }: Held): Fields {
  const entries: [string, string][] = JSON.parse(text);
  return new Map(entries.filter(([name]) => !isMark(name)));
}

function isMark(name: string): boolean {
  return name.endsWith("@system");
}

function textOf(fields: Fields): string {
  return JSON.stringify([...fields].sort(([a], [b]) => (a < b ? -1 : 1)));
}
