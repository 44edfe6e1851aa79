import type { TableTally } from "../domain/run.ts";

/** What a run did, all tables together. */
export type RunSums = Pick<TableTally, "read" | "added" | "changed" | "deleted">;

export function sumsOf(tables: readonly RunSums[]): RunSums {
  const sum = (pick: keyof RunSums) => tables.reduce((total, table) => total + table[pick], 0);
  return { read: sum("read"), added: sum("added"), changed: sum("changed"), deleted: sum("deleted") };
}
