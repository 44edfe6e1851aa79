import type { Change, ChangeList } from "../../api/contract/change.ts";
import type { ChangeQuery } from "../../api/service.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import { parseTableName, type RecordKey, type RunId, type TableName } from "../../domain/ids.ts";
import type { ChangeFilter } from "../../domain/ports/staging.ts";
import { SCHEMA } from "../../domain/schema/schema.ts";
import { iso } from "../iso.ts";
import { shownChange } from "../shown-change.ts";
import { badParameter, clamped } from "./limits.ts";
import type { ReadingParts } from "./reading-parts.ts";

const MOST_CHANGES = 1000;
/** Lines looked at for one answer: 20 ms. What is asked for may be rarer than that; the cursor then goes on without a find. */
const MOST_LOOKED_AT = 10_000;
/** A cursor for the beginning of whatever log there is. */
const BEGINNING = "0";
const CURSOR = /^([0-9a-f]{16})\.(\d{1,15})$/;

/** @throws usage.table-name, record.no-table, api.no-run, api.bad-parameter, api.cursor-gone, api.changes-expired */
export function readChanges(parts: ReadingParts, query: ChangeQuery): ChangeList {
  const { staging, hidden } = parts;
  const filter = filterOf(parts, query);
  const page = staging.changePage(filter, MOST_LOOKED_AT);
  const secret = hidden();
  const changes: Change[] = page.changes.map((change) => shownChange(change, secret));
  const cursor = (id: number) => `${staging.changeEpoch()}.${id}`;
  const next = page.next === null ? null : cursor(page.next);
  const newest = cursor(staging.lastChange());
  if (query.since === undefined) return { changes, since: newest, before: next, more: false };
  return { changes, since: next ?? newest, before: null, more: next !== null };
}

function filterOf(parts: ReadingParts, query: ChangeQuery): ChangeFilter {
  const { key, field, run, since, before, from, until } = query;
  if (key !== undefined && query.table === undefined) throw badParameter("key", key, "a record's key, with its table");
  if (since !== undefined && before !== undefined)
    throw badParameter("before", before, "a cursor without since beside it");
  if (run !== undefined && parts.staging.run(run as RunId) === null) throw fail("api.no-run", { run });
  return {
    table: query.table === undefined ? undefined : knownTable(parts, query.table),
    key: key as RecordKey | undefined,
    field,
    run: run as RunId | undefined,
    since: from,
    until,
    after: since === undefined ? undefined : idOf(parts, "since", since),
    before: before === undefined ? undefined : placeOf(parts, query, before),
    limit: clamped(query.limit, MOST_CHANGES),
  };
}

/** A table that may not have been read yet, but no other name. */
function knownTable({ staging }: ReadingParts, name: string): TableName {
  const table = parseTableName(name);
  if (!SCHEMA.has(table) && staging.liveCount(table) === 0) throw fail("record.no-table", { table });
  return table;
}

/** In a time span lines stand by their time, so that the line itself has to be there. */
function placeOf(parts: ReadingParts, { from, until }: ChangeQuery, before: string): number {
  const id = idOf(parts, "before", before);
  if ((from !== undefined || until !== undefined) && !parts.staging.hasChange(id))
    throw fail("api.cursor-gone", { cursor: before });
  return id;
}

function idOf({ staging }: ReadingParts, name: "since" | "before", text: string): number {
  if (name === "since" && text === BEGINNING) return 0;
  const [, epoch, digits] = CURSOR.exec(text) ?? [];
  if (digits === undefined) throw badParameter(name, text, `the ${name} of an earlier answer`);
  const id = Number(digits);
  if (epoch !== staging.changeEpoch() || id > staging.lastChange()) throw fail("api.cursor-gone", { cursor: text });
  const { id: forgotten, keptSince } = staging.forgottenChanges();
  // A feed that has seen them all misses nothing; one that has not is to know it.
  if (name === "since" && id < forgotten)
    throw fail("api.changes-expired", { cursor: text, keptSince: iso(keptSince) });
  return id;
}
