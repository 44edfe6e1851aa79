import type { Oid } from "../../../src/domain/ids.ts";
import { type Element, readXml } from "../../support/second-reader.ts";
import { mergeBases } from "./ancestry.ts";
import type { RepositoryReader } from "./repository.ts";

/** Values by field, `phone` or `detail[2].gross`, lines that MoneyWorks makes itself left out; blank ones are not there. */
export type Values = ReadonlyMap<string, string>;

/** What a commit wants of one file, read from git with none of the promoter's code. */
export interface Asked {
  readonly path: string;
  /** null: the file is no record's. */
  readonly table: string | null;
  /** The record's number; null: a new one. */
  readonly number: string | null;
  /** Every field that is to be something else than it was; null: blank. */
  readonly fields: ReadonlyMap<string, string | null>;
  /** What the commit began with; several where histories crossed. */
  readonly bases: readonly Values[];
  /** The record is to go. */
  readonly isGone: boolean;
}

const NEW = /^new\/([a-z0-9]+)\/[^/]+\.xml$/;
const RECORD = /^([a-z0-9]+)\/(?:[0-9a-f]{2}\/)+[^/]+\.xml$/;

/** @param main what the commit was, or is to be, merged into */
export function askedBy(reader: RepositoryReader, commit: Oid, main: Oid): Asked[] {
  const filesOf = (oid: Oid) => reader.files(reader.commit(oid).tree);
  const bases = mergeBases(reader, commit, main).map(filesOf);
  const theirs = filesOf(commit);
  const paths = new Set([...theirs.keys(), ...bases.flatMap((files) => [...files.keys()])]);
  return [...paths].sort().flatMap((path) => {
    const is = theirs.get(path);
    const was = bases.map((files) => files.get(path));
    return was.includes(is) ? [] : [askedOf(reader, path, { is, was: was.filter((oid) => oid !== undefined) })];
  });
}

function askedOf(
  reader: RepositoryReader,
  path: string,
  { is, was }: { readonly is: Oid | undefined; readonly was: readonly Oid[] },
): Asked {
  const table = NEW.exec(path)?.[1] ?? RECORD.exec(path)?.[1] ?? null;
  const nothing = { path, table, number: null, fields: new Map(), bases: [], isGone: is === undefined };
  if (table === null || is === undefined) return nothing;
  const before = was.map((oid) => valuesIn(reader.blob(oid)));
  const now = valuesIn(reader.blob(is));
  const names = new Set([...now.keys(), ...before.flatMap((values) => [...values.keys()])]);
  const changed = [...names].filter((name) => before.every((values) => !isSame(values.get(name), now.get(name))));
  const number = before[0]?.get("sequencenumber") ?? null;
  return {
    ...nothing,
    number,
    bases: before,
    fields: new Map(changed.map((name) => [name, now.get(name) ?? null])),
  };
}

/** What a file says, whatever its form. */
export function valuesIn(bytes: Uint8Array): Values {
  const record = readXml(Buffer.from(bytes).toString());
  const values = new Map<string, string>();
  const add = (path: string, { text }: Element) => {
    if (text !== "") values.set(path, text);
  };
  for (const field of record.children) if (field.name !== "subfile") add(field.name, field);
  const lines = record.children.filter(({ name }) => name === "subfile").flatMap(({ children }) => children);
  for (const [at, line] of lines.filter(({ system }) => !system).entries()) {
    for (const field of line.children) add(`${line.name}[${at + 1}].${field.name.replace(`${line.name}.`, "")}`, field);
  }
  return values;
}

/** Line ends of either sort, numbers in any form; MoneyWorks' nothing is nothing. */
export function isSame(one: string | null | undefined, other: string | null | undefined): boolean {
  return plain(one) === plain(other);
}

function plain(value: string | null | undefined): string {
  const text = (value ?? "").replace(/\r\n?/g, "\n");
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const number = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return number === "0" ? "" : number;
}
