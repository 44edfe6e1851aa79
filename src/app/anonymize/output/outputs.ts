import type { TableName } from "../../../domain/ids.ts";
import type { Spool } from "../spool/spool.ts";

/** What makes finished files of spools. A file or directory is under its name only when it is whole. */
export interface Output {
  /** As the directory shows it. */
  fileOf(table: TableName): string;
  /** An earlier start made it: under its name nothing is that is not whole. */
  isWhole(table: TableName): boolean;
  /** @param onRecords told how many records were written since it was told last */
  write(table: TableName, spool: Spool, onRecords: (records: number) => void): void;
  /** All tables are written. */
  finish(): void;
}
