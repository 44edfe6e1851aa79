import type { Oid, TableName } from "../../../src/domain/ids.ts";
import type { Simulator } from "../../../src/simulator/simulator.ts";
import type { SimRow } from "../../../src/simulator/store/row.ts";
import { actualContents, type Content, expectedContents } from "../../support/truth.ts";
import type { Caches, Held } from "./caches.ts";
import type { RepositoryReader } from "./repository.ts";

/** What MoneyWorks holds of a record, and the newest stamp of it and its lines. */
export interface True extends Held {
  readonly stamp: string;
}

/** What the simulator holds, by `table/key`, in its own words: see test/support/truth.ts. */
export function truth(simulator: Simulator, tables: readonly TableName[], caches: Caches): Map<string, True> {
  const { tables: states } = simulator.controls.snapshot().document;
  const lines = new Map((states.detail?.rows ?? []).map((line) => [line.seq, line]));
  const records = new Map<string, True>();
  for (const table of tables) {
    for (const row of states[table]?.rows ?? []) {
      const own = (row.lines ?? []).flatMap((seq) => lines.get(seq) ?? []);
      const held = trueContent({ simulator, caches, table }, row, own);
      const stamp = own.reduce((latest, line) => (line.modtime > latest ? line.modtime : latest), row.modtime);
      records.set(held.record, { ...held, stamp });
    }
  }
  return records;
}

interface Place {
  readonly simulator: Simulator;
  readonly caches: Caches;
  readonly table: TableName;
}

function trueContent({ simulator, caches, table }: Place, row: SimRow, lines: readonly SimRow[]): Held {
  const key = `${table} ${[row, ...lines].map(fingerprint).join(" ")}`;
  const known = caches.rows.get(key);
  if (known !== undefined) return known;
  const one = { rows: () => [row], exportXml: () => simulator.exportXml(table, [row.seq]) };
  const held = onlyOne(table, expectedContents(one, [table]));
  caches.rows.set(key, held);
  return held;
}

/** Of a row that does not change: its JSON, made once. */
const fingerprint = (() => {
  const texts = new WeakMap<SimRow, string>();
  return (row: SimRow): string => {
    const known = texts.get(row);
    if (known !== undefined) return known;
    const text = JSON.stringify(row);
    texts.set(row, text);
    return text;
  };
})();

/** What a tree's files hold, by `table/key`. @throws for a file that is not in order or not in its place */
export function mirrored(reader: RepositoryReader, files: ReadonlyMap<string, Oid>, caches: Caches): Map<string, Held> {
  const records = new Map<string, Held>();
  for (const [path, oid] of files) {
    if (path.startsWith(".tidemark/")) continue;
    const held = fileContents(reader, { path, oid }, caches);
    if (records.has(held.record)) throw new Error(`${held.record} stands in two files`);
    records.set(held.record, held);
  }
  return records;
}

export function fileContents(
  reader: RepositoryReader,
  { path, oid }: { readonly path: string; readonly oid: Oid },
  caches: Caches,
): Held {
  const key = `${oid} ${path}`;
  const known = caches.files.get(key);
  if (known !== undefined) return known;
  const table = path.slice(0, path.indexOf("/"));
  const held = onlyOne(table, actualContents(new Map([[path, reader.blob(oid)]])));
  caches.files.set(key, held);
  return held;
}

function onlyOne(table: string, contents: ReadonlyMap<string, Content>): Held {
  const [first] = contents;
  if (first === undefined) throw new Error(`no record of ${table}`);
  const [record, content] = first;
  const entries = [...content].sort(([a], [b]) => (a < b ? -1 : 1));
  return { record, number: `${table}/${content.get("sequencenumber")}`, text: JSON.stringify(entries) };
}
