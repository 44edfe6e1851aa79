import type { Change } from "../../../api/contract/change.ts";

export interface ChangeFilter {
  readonly table: string;
  readonly key: string;
  /** `detail` is every field of every line, `detail[2].gross` one. */
  readonly field: string;
}

/** Whether the service would list a change under this filter: an event brings every change. Empty parts ask for nothing. */
export function isWanted({ table, key, field }: ChangeFilter, change: Change): boolean {
  const isOfRecord = (table === "" || change.table === table) && (key === "" || change.key === key);
  return isOfRecord && (field === "" || isFieldOf(field, change.field));
}

function isFieldOf(wanted: string, field: string | null): boolean {
  return field !== null && (field === wanted || field.startsWith(`${wanted}[`) || field.startsWith(`${wanted}.`));
}
