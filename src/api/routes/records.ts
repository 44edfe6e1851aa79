import { parseTableName } from "../../domain/ids.ts";
import { AnyRecordQuery, RecordQuery, RecordsQuery } from "../contract/parameters.ts";
import { RecordDetail, RecordList } from "../contract/record.ts";
import { answer, GUARDED, written } from "../http/answer.ts";
import { isKnown } from "../http/etag.ts";
import { shownJson, shownXml } from "../http/json.ts";
import { limitOf } from "../http/limit.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { timeParameter } from "../http/time-parameter.ts";
import type { Reading, RecordAnswer } from "../service.ts";
import { recordsText } from "../text/record.ts";

type Records = Pick<Reading, "records" | "record">;

const ONE = {
  methods: ["GET"],
  access: "read",
  formats: ["xml", "json"],
  answers: {
    200: {
      what: "Canonical XML, as the file on main, or JSON.",
      json: RecordDetail,
      types: ["application/xml"],
      headers: ["ETag"],
    },
    304: { what: "It is what If-None-Match names.", headers: ["ETag"] },
  },
  errors: ["record.not-found", "record.before-mirror", "record.no-table", "usage.table-name"],
} as const;

/** The records of a table, and one record, as it is or as it was. */
export function recordRoutes(reading: Records): readonly Route[] {
  return [
    route({
      methods: ["GET"],
      path: "/records/:table",
      summary: "The records of a table, by key",
      description: "With `q` those in which the text is found; a search stops after a while, and goes on at `next`.",
      parts: { table: "The table, in lower case." },
      access: "read",
      query: RecordsQuery,
      formats: ["text", "json"],
      answers: { 200: { what: "A page of them.", json: RecordList, types: ["text/plain"] } },
      errors: ["usage.table-name", "record.no-table"],
      handle: (call) => {
        const { q: search, after } = call.query;
        const table = parseTableName(call.params.table ?? "");
        const list = reading.records({ table, search, after, limit: limitOf(call.query) });
        return answer(call, { json: list, text: () => recordsText(list) });
      },
    }),
    route({
      ...ONE,
      path: "/records/:table/:key",
      summary: "One record, as it is or as it was",
      parts: { table: "The table, in lower case.", key: "The record's key, percent-encoded: `A/B` is `A%2FB`." },
      query: RecordQuery,
      handle: (call) => one(reading, call, { table: call.params.table ?? "", key: call.params.key ?? "" }),
    }),
    route({
      ...ONE,
      path: "/record",
      summary: "One record, named by parameters",
      description:
        "The same as `/records/:table/:key`. The keys `.` and `..` can be asked for here alone: no client sends them in a path.",
      query: AnyRecordQuery,
      handle: (call) => one(reading, call, call.query),
    }),
  ];
}

interface Named {
  readonly table: string;
  readonly key: string;
}

function one(reading: Records, call: Call<{ readonly at?: string | undefined }>, { table, key }: Named): Response {
  const at = timeParameter("at", call.query.at, call.now) ?? null;
  const found = reading.record({ table: parseTableName(table), key, at });
  const version = versionOf(call, found);
  const headers = { etag: version.etag, "cache-control": "private, no-cache" };
  if (isKnown(call.request.headers.get("if-none-match"), version.etag)) {
    return new Response(null, { status: 304, headers: { ...GUARDED, ...headers } });
  }
  return written(call.format === "json" ? "json" : "xml", version.body(), { headers });
}

/** Bytes as they are on main for whoever asks for XML; what may end on a terminal has control characters spelt out. */
function versionOf({ format, query, request }: Call<unknown>, { detail, xml, tag }: RecordAnswer) {
  if (format === "json") return { etag: `"${tag}.json"`, body: () => `${shownJson(detail)}\n` };
  const accept = request.headers.get("accept") ?? "";
  const isAsked = /\bxml\b/.test(accept) || Reflect.get(query as object, "format") === "xml";
  const shown = isAsked ? xml : shownXml(xml);
  return { etag: shown === xml ? `"${tag}"` : `"${tag}.text"`, body: () => shown };
}
