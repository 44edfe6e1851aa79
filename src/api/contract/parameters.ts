import { type TSchema, Type } from "@sinclair/typebox";
import { AdoptSide } from "./adoption.ts";
import { RunKind, RunOutcome } from "./run.ts";

/*
 * What may stand behind the `?` of each address. A parameter of another name is refused: a misspelt `tabel` must not read everything.
 */

function given<T extends TSchema>(description: string, schema: T) {
  return Type.Optional({ ...schema, description } as T);
}

/** Several: `table=name&table=product`, or `table=name,product`. */
const Tables = given(
  "Only these tables, separated by commas or given several times.",
  Type.Array(Type.String({ pattern: "^[a-z][a-z0-9]{0,30}$" })),
);
const Table = given("Only this table.", Type.String({ pattern: "^[a-z][a-z0-9]{0,30}$" }));
const Wait = given(
  "`true`, the default: answer when the run has ended. `false`: answer at once, with the run's id.",
  Type.Boolean(),
);
const AllowDeletes = given(
  "Delete up to so many records of a table, beyond the brake. Needs a token that may write.",
  Type.Integer({ minimum: 0, maximum: 100_000_000 }),
);
const Cursor = Type.String({ minLength: 1, maxLength: 200 });
const Limit = given("At most so many.", Type.Integer({ minimum: 1, maximum: 1000 }));
/** Read by `pointInTime`. */
const When = Type.String({ format: "point-in-time", minLength: 1, maxLength: 40 });
const Key = Type.String({ minLength: 1, maxLength: 1000 });

export const NoQuery = Type.Object({});
export const PollQuery = Type.Object({ table: Tables, wait: Wait });
export const SweepQuery = Type.Object({ table: Tables, wait: Wait, allow_deletes: AllowDeletes });
export const FullQuery = Type.Object({
  check: given("`true`: compare every record with main, and write nothing.", Type.Boolean()),
  table: Tables,
  wait: Wait,
  allow_deletes: AllowDeletes,
});
export const AdoptQuery = Type.Object({
  side: given("`theirs`, the default: go on from what is there. `ours`: put main back.", AdoptSide),
  confirm: given(
    "The word of the proposal; without it nothing is done but to propose.",
    Type.String({ minLength: 1, maxLength: 100 }),
  ),
});
export const RunsQuery = Type.Object({
  kind: given("Only runs of this kind.", RunKind),
  outcome: given("Only runs with this outcome.", RunOutcome),
  before: given("Older than these: `next` of the page before.", Cursor),
  limit: Limit,
});
export const ChangesQuery = Type.Object({
  since: given("Oldest first, from this cursor on: `since` of the answer before.", Cursor),
  before: given("Newest first, older than this cursor: `before` of the answer before.", Cursor),
  table: Table,
  key: given("Only this record; with `table`.", Key),
  field: given("Only this field: `phone`, `detail`, `detail[2].gross`.", Type.String({ minLength: 1, maxLength: 200 })),
  run: given("Only this run.", Type.String({ minLength: 1, maxLength: 64 })),
  from: given("Not before this time.", When),
  until: given("Not after this time.", When),
  limit: Limit,
});
export const RecordsQuery = Type.Object({
  q: given("Text to look for in keys and fields, whatever its case.", Type.String({ maxLength: 200 })),
  after: given("Behind this cursor: `next` of the page before.", Cursor),
  limit: Limit,
});
export const RecordQuery = Type.Object({ at: given("As main held it at this time.", When) });
/** `GET /record`, for the two keys that no path can carry: `.` and `..`. */
export const AnyRecordQuery = Type.Object({
  table: { ...Type.String({ pattern: "^[a-z][a-z0-9]{0,30}$" }), description: "Its table." },
  key: { ...Key, description: "Its key." },
  at: given("As main held it at this time.", When),
});
export const PromotionsQuery = Type.Object({
  before: given("Older than these: `next` of the page before.", Cursor),
  limit: Limit,
});
export const StatisticsQuery = Type.Object({
  from: given("The beginning; a week ago by default.", When),
  until: given("The end; now by default.", When),
  spans: given("Into so many equal spans.", Type.Integer({ minimum: 1, maximum: 400 })),
});
export const EventsQuery = Type.Object({
  last_event_id: given(
    "Go on behind this event, where the header Last-Event-ID cannot be sent.",
    Type.String({ maxLength: 200 }),
  ),
});
