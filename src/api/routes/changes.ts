import { fail } from "../../domain/errors/tidemark-error.ts";
import { ChangeList } from "../contract/change.ts";
import { ChangesQuery } from "../contract/parameters.ts";
import { answer } from "../http/answer.ts";
import { limitOf } from "../http/limit.ts";
import { type Route, route } from "../http/route.ts";
import { timeParameter } from "../http/time-parameter.ts";
import type { Reading } from "../service.ts";
import { changesText } from "../text/change.ts";

/** The field-level change log, as a list and as a feed. */
export function changeRoutes(reading: Pick<Reading, "changes">): readonly Route[] {
  return [
    route({
      methods: ["GET"],
      path: "/changes",
      summary: "Which fields of which records changed, when, by which run, in which commit",
      description:
        "Newest first; with `since` oldest first, from that cursor on. A feed asks again with `since` of each answer: nothing is told twice, nothing is left out.",
      access: "read",
      query: ChangesQuery,
      formats: ["text", "json"],
      answers: { 200: { what: "A page of it.", json: ChangeList, types: ["text/plain"] } },
      errors: ["usage.table-name", "record.no-table", "api.no-run", "api.cursor-gone", "api.changes-expired"],
      handle: (call) => {
        const { query, now } = call;
        if (query.since !== undefined && query.before !== undefined) throw both();
        if (query.key !== undefined && query.table === undefined) throw keyAlone(query.key);
        const from = timeParameter("from", query.from, now);
        const until = timeParameter("until", query.until, now);
        const list = reading.changes({ ...query, from, until, limit: limitOf(query) });
        return answer(call, { json: list, text: () => changesText(list) });
      },
    }),
  ];
}

function both(): Error {
  return fail("api.bad-parameter", { name: "before", value: "", expected: "a cursor without since beside it" });
}

function keyAlone(key: string): Error {
  return fail("api.bad-parameter", { name: "key", value: key.slice(0, 60), expected: "a key together with table" });
}
