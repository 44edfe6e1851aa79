import type { Oid, TableName } from "../../../src/domain/ids.ts";
import type { RepositoryReader } from "./repository.ts";

interface MarkerJson {
  readonly tables: Readonly<Record<string, { readonly marker: string | null; readonly records: number } | undefined>>;
}

/** What main's own file says of each table: up to which stamp it is complete, and how many records there are. */
export function markerFile(reader: RepositoryReader, files: ReadonlyMap<string, Oid>): MarkerJson {
  const oid = files.get(".tidemark/marker.json");
  if (oid === undefined) throw new Error("main has no marker file");
  return JSON.parse(Buffer.from(reader.blob(oid)).toString());
}

/** Tables of which it counts other records than there are. */
export function miscounted(
  { tables }: MarkerJson,
  counted: readonly TableName[],
  count: (table: TableName) => number,
): string[] {
  return counted.flatMap((table) => {
    const [said, is] = [tables[table]?.records ?? 0, count(table)];
    return said === is ? [] : [`the marker file counts ${said} records of ${table}, there are ${is}`];
  });
}
