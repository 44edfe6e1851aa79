import type { ChangeFilter } from "../domain/ports/staging.ts";

/** One condition per filter, each literal, on the lines that are looked at. */
const CONDITIONS = {
  table: "change.table_id = (SELECT id FROM mirrored_table WHERE name = :table)",
  key: "change.key = :key",
  field: "(change.field = :field OR substr(change.field, 1, length(:field) + 1) IN (:field || '.', :field || '['))",
  run: "change.run_id = (SELECT id FROM run WHERE uuid = :run)",
  since: "change.at >= :since",
  until: "change.at <= :until",
} as const;

export type Condition = keyof typeof CONDITIONS;

const CONDITION_NAMES = Object.keys(CONDITIONS) as Condition[];

/** The expression of index change_field, letter for letter. */
const HEAD = "substr(field, 1, min(instr(field || '.', '.'), instr(field || '[', '[')) - 1)";

/** How lines are come by: an index, what it is asked for, and which filters that takes care of. */
interface Way {
  readonly index: string;
  readonly where: readonly string[];
  readonly covers: readonly Condition[];
  readonly usesHead?: true;
  /** By time, and not by id. */
  readonly byTime?: true;
}

export interface ChangesSql {
  /** Binds the filter's names, `limit`, `most`, and `head` where `usesHead`. Where `byTime`, `until` is no later than the line `before`. */
  readonly find: string;
  /** The id of the `most`-th line of the way; binds the same without `limit`. null: every line of the way is an answer. */
  readonly end: string | null;
  readonly usesHead: boolean;
  readonly byTime: boolean;
}

/**
 * The statements that answer a filter: the lines of one way, `most` of them at most, and of those the ones that the other conditions let
 * through. A way is an index whose entries stand in the order of the answer, so that nothing is sorted and a page costs what is looked at.
 */
export function changesSql(filter: ChangeFilter): ChangesSql {
  const way = wayOf(filter);
  const rest = conditionsOf(filter).filter((name) => !way.covers.includes(name));
  const lines = `
    FROM change ${way.index}
    ${whereOf([...way.where, ...placeOf(filter, way)])}
    ORDER BY ${orderOf(filter, way)}`;
  const find = `
  SELECT change.id, change.at, run.uuid, mirrored_table.name, change.key, change.operation, change.field,
    change.old, change.new,
    (
      SELECT CASE WHEN batch.change_after < change.id THEN batch.oid END FROM batch
      WHERE batch.change_upto >= change.id AND batch.state <> 'prepared'
      ORDER BY batch.change_upto, batch.id LIMIT 1
    ) AS main_oid
  FROM (
    SELECT change.id, change.at${lines}
    LIMIT :most
  ) AS seen
  CROSS JOIN change ON change.id = seen.id
  CROSS JOIN run ON run.id = change.run_id
  CROSS JOIN mirrored_table ON mirrored_table.id = change.table_id
  ${whereOf(rest.map((name) => CONDITIONS[name]))}
  LIMIT :limit`;
  const end = rest.length === 0 ? null : `SELECT change.id${lines} LIMIT 1 OFFSET :most - 1`;
  return { find, end, usesHead: way.usesHead === true, byTime: way.byTime === true };
}

/** The filters that are set. */
export function conditionsOf(filter: ChangeFilter): Condition[] {
  return CONDITION_NAMES.filter((name) => filter[name] !== undefined);
}

/** The name that a field's path begins with, as the index has it. */
export function headOf(field: string): string {
  return /^[^.[]*/.exec(field)?.[0] ?? "";
}

/** A record has few lines, a run those of its time; else what the order of the answer allows. */
function wayOf({ table, key, run, field, since, until, after }: ChangeFilter): Way {
  const inTime = after === undefined && (since !== undefined || until !== undefined);
  if (key !== undefined) return keyWay(table !== undefined);
  if (run !== undefined) return { index: "INDEXED BY change_run", where: [CONDITIONS.run], covers: ["run"] };
  if (inTime) return timeWay(since);
  if (field !== undefined) return fieldWay(field);
  if (table !== undefined) return { index: "INDEXED BY change_table", where: [CONDITIONS.table], covers: ["table"] };
  return { index: "NOT INDEXED", where: [], covers: [] };
}

function keyWay(hasTable: boolean): Way {
  const index = "INDEXED BY change_record";
  if (hasTable) return { index, where: [CONDITIONS.table, CONDITIONS.key], covers: ["table", "key"] };
  return { index, where: ["change.table_id IN (SELECT id FROM mirrored_table)", CONDITIONS.key], covers: ["key"] };
}

function fieldWay(field: string): Way {
  const where = [`${HEAD} = :head`, "field IS NOT NULL"];
  return { index: "INDEXED BY change_field", where, covers: headOf(field) === field ? ["field"] : [], usesHead: true };
}

function timeWay(since: number | undefined): Way {
  const where = since === undefined ? [CONDITIONS.until] : [CONDITIONS.since, CONDITIONS.until];
  return { index: "INDEXED BY change_at", where, covers: ["since", "until"], byTime: true };
}

/** Where in the order the answer begins. */
function placeOf({ before, after }: ChangeFilter, { byTime }: Way): string[] {
  const place: string[] = [];
  if (after !== undefined) place.push("change.id > :after");
  // Within the last millisecond of the time asked for, which is that of the line `before`.
  if (before !== undefined) place.push(byTime ? "(change.at < :until OR change.id < :before)" : "change.id < :before");
  return place;
}

function orderOf({ after }: ChangeFilter, { byTime }: Way): string {
  if (byTime) return "change.at DESC, change.id DESC";
  return after === undefined ? "change.id DESC" : "change.id";
}

function whereOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
}
