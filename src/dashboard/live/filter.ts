import type { Change } from "../../api/contract/change.ts";

/** Which changes are listed. Empty parts ask for nothing. */
export interface ChangeFilter {
  readonly table: string;
  readonly key: string;
  /** `detail` is every field of every line, `detail[2].gross` one. */
  readonly field: string;
  readonly run: string;
}

export const ALL_CHANGES: ChangeFilter = { table: "", key: "", field: "", run: "" };

/** Whether the service would list a change under this filter: an event brings every change. */
export function isWanted({ table, key, field, run }: ChangeFilter, change: Change): boolean {
  const isOfRecord = (table === "" || change.table === table) && (key === "" || change.key === key);
  const isOfRun = run === "" || change.run === run;
  return isOfRecord && isOfRun && (field === "" || isFieldOf(field, change.field));
}

function isFieldOf(wanted: string, field: string | null): boolean {
  return field !== null && (field === wanted || field.startsWith(`${wanted}[`) || field.startsWith(`${wanted}.`));
}
