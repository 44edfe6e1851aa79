import type { Oid } from "../../../src/domain/ids.ts";
import { type Asked, askedBy, isSame, type Values, valuesIn } from "./asked.ts";
import type { Caches } from "./caches.ts";
import { fileContents } from "./contents.ts";
import type { Commit, RepositoryReader } from "./repository.ts";

export interface Sources {
  readonly reader: RepositoryReader;
  readonly caches: Caches;
  /** Which record stands in the place of another, by table and number. */
  readonly replaced: (number: string) => string | null;
}

interface Place extends Sources {
  readonly files: ReadonlyMap<string, Oid>;
}

/** What an incoming commit asked for and the commit of main that has it as a parent does not hold. */
export function lackingIn(sources: Sources, { tree, parents }: Commit): string[] {
  const [before, incoming] = parents as [Oid, Oid];
  const { reader } = sources;
  const now = { ...sources, files: reader.files(tree) };
  const old = { ...sources, files: reader.files(reader.commit(before).tree) };
  return askedBy(reader, incoming, before).flatMap((asked) => lacking(asked, now, old));
}

function lacking(asked: Asked, now: Place, old: Place): string[] {
  const { path, table, number, isGone } = asked;
  if (table === null) return [`${path} is no record's file, and was accepted`];
  if (isGone) return old.files.has(path) && !path.startsWith("new/") ? [`${path} was deleted, and accepted`] : [];
  if (number === null) return lackingNew(asked, table, now);
  const held = recordOf(now, table, number) ?? replacing(now, table, number);
  const before = recordOf(old, table, number);
  // What MoneyWorks held as asked before anything was sent may have been changed since.
  const fields = [...asked.fields].filter(
    ([name, value]) => !isHeld(name, value, held) && !(before !== null && isHeld(name, value, before)),
  );
  return fields.map(([name, value]) => `${path} ${name} is ${held?.get(name)} instead of ${value}`);
}

function lackingNew({ path, fields }: Asked, table: string, now: Place): string[] {
  const id = `tidemark:${path.slice(path.lastIndexOf("/") + 1, -".xml".length)}`;
  const records = pathsOf(now, table).flatMap((file) => {
    const values = valuesIn(now.reader.blob(now.files.get(file) as Oid));
    return values.get("usertext") === id ? [values] : [];
  });
  const [held] = records;
  if (held === undefined || records.length > 1) return [`${records.length} records of ${table} are ${id}`];
  const wrong = [...fields].filter(([name, value]) => !isHeld(name, value, held));
  return wrong.map(([name, value]) => `${path} ${name} is ${held.get(name)} instead of ${value}`);
}

/** What stands in its place, however often it was replaced. */
function replacing(place: Place, table: string, number: string): Values | null {
  const other = place.replaced(`${table}/${number}`);
  if (other === null) return null;
  const fresh = other.slice(table.length + 1);
  return recordOf(place, table, fresh) ?? replacing(place, table, fresh);
}

function recordOf(place: Place, table: string, number: string): Values | null {
  for (const path of pathsOf(place, table)) {
    const oid = place.files.get(path) as Oid;
    if (fileContents(place.reader, { path, oid }, place.caches).number !== `${table}/${number}`) continue;
    return valuesIn(place.reader.blob(oid));
  }
  return null;
}

function pathsOf({ files }: Place, table: string): string[] {
  return [...files.keys()].filter((path) => path.startsWith(`${table}/`));
}

/** As asked, or in the form that MoneyWorks gives to codes, types and accounts by itself. */
function isHeld(name: string, asked: string | null, held: Values | null): boolean {
  const value = held?.get(name);
  if (isSame(asked, value)) return true;
  if (name === "code") return asked?.toLowerCase() === value?.toLowerCase();
  if (name === "type") return asked !== null && value?.startsWith(asked) === true;
  return /^detail\[\d+\]\.account$/.test(name) && `${asked}-` === value;
}
