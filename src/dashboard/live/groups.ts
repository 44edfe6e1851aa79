import type { Change } from "../../api/contract/change.ts";

/** What one run did to one record. */
export interface ChangeGroup {
  /** Its newest change. */
  readonly id: number;
  readonly at: string;
  readonly run: string;
  readonly commit: string | null;
  readonly table: string;
  readonly key: string;
  readonly operation: Change["operation"];
  /** Fields in the order in which they stand in the record; empty where the whole record came or went. */
  readonly fields: readonly Change[];
}

/** Changes of one record by one run, which follow each other, as one. @param changes newest first */
export function grouped(changes: readonly Change[]): ChangeGroup[] {
  const groups: ChangeGroup[] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last !== undefined && isSame(last, change))
      groups[groups.length - 1] = { ...last, fields: [change, ...last.fields] };
    else groups.push({ ...change, fields: change.field === null ? [] : [change] });
  }
  return groups;
}

function isSame(group: ChangeGroup, { run, table, key, operation, field }: Change): boolean {
  const isRecord = group.run === run && group.table === table && group.key === key && group.operation === operation;
  return isRecord && field !== null && group.fields.length > 0;
}
