import type { TObject } from "@sinclair/typebox";
import { fail } from "../../domain/errors/tidemark-error.ts";
import { parseTableName } from "../../domain/ids.ts";
import { FullQuery, PollQuery, SweepQuery } from "../contract/parameters.ts";
import { RunDetail, RunProgress, RunStarted } from "../contract/run.ts";
import { answer } from "../http/answer.ts";
import type { EventReaders } from "../http/event-readers.ts";
import { problemOfRun } from "../http/problem.ts";
import { type Call, type Route, route } from "../http/route.ts";
import type { Control, Started, StartRequest } from "../service.ts";
import { runText, startedText } from "../text/run.ts";

interface SyncQuery {
  readonly check?: boolean;
  readonly table?: string[];
  readonly wait?: boolean;
  readonly allow_deletes?: number;
}

const WAITS =
  "It waits for the end and answers what came of it: `200` when all went well, a problem with the code of what went wrong and the run's id " +
  "otherwise, also when it went wrong for some tables only. `wait=false` answers `202` at once. With `Accept: text/event-stream` it " +
  "answers `started`, `progress` as it goes, and the `run` at its end. The run goes on when the client goes away.";

/** Runs that are asked for. `GET` starts them too, so that a browser's address line and curl do. */
export function syncRoutes(control: Pick<Control, "ready" | "start">, readers: EventReaders): readonly Route[] {
  return [
    sync({ path: "/sync/poll", query: PollQuery, kind: "poll", summary: "Read what was modified since the last poll" }),
    sync({
      path: "/sync/sweep",
      query: SweepQuery,
      kind: "sweep",
      summary: "Compare number and stamp of every record",
    }),
    sync({
      path: "/sync/full",
      query: FullQuery,
      kind: "full",
      summary: "Read every record; with check=true compare it with main and write nothing",
    }),
  ];

  function sync({ path, query, kind, summary }: Sync): Route {
    return route({
      methods: ["GET", "POST"],
      path,
      summary,
      description: WAITS,
      access: ({ allow_deletes = 0 }: SyncQuery) => (allow_deletes > 0 ? "write" : "sync"),
      query,
      formats: ["text", "json", "events"],
      answers: answersOf(kind),
      errors: ["api.busy", "usage.table-name", "sync.unmirrored-table", "api.run-failed", "run.cancelled"],
      handle: async (call) => {
        if (call.format === "events") readers.requireRoom();
        const request = requestOf(call as Call<SyncQuery>, kind);
        call.connection.keepOpen();
        await control.ready();
        const started = { ...control.start(request), kind: request.kind };
        return run(call as Call<SyncQuery>, started, readers);
      },
    });
  }
}

type Begun = Started & { readonly kind: StartRequest["kind"] };

interface Sync {
  readonly path: string;
  readonly query: TObject;
  readonly kind: "poll" | "sweep" | "full";
  readonly summary: string;
}

function answersOf(kind: Sync["kind"]): Route["answers"] {
  const events = { started: RunStarted, progress: RunProgress, run: RunDetail };
  const types = ["text/plain"];
  const different = { what: "A check found differences; they are in it.", json: RunDetail, types };
  return {
    200: { what: "It went through; a check found no difference.", json: RunDetail, types, events },
    202: { what: "It was started, and goes on.", json: RunStarted, types, headers: ["Location"] },
    ...(kind === "full" ? { 409: different } : {}),
  };
}

/** What deletes is no link that somebody can be led to. */
const BY_POST = "a value above 0 in a POST request alone";

function requestOf({ query, request }: Call<SyncQuery>, kind: Sync["kind"]): StartRequest {
  const { check = false, table, allow_deletes = 0 } = query;
  const expected = check ? "no value beside check=true" : request.method === "POST" ? null : BY_POST;
  if (allow_deletes > 0 && expected !== null)
    throw fail("api.bad-parameter", { name: "allow_deletes", value: String(allow_deletes), expected });
  return { kind: check ? "check" : kind, tables: table?.map(parseTableName), allowDeletes: allow_deletes };
}

async function run(call: Call<SyncQuery>, started: Begun, readers: EventReaders): Promise<Response> {
  const { run: id } = started;
  if (call.format === "events") return stream(call, started, readers);
  if (call.query.wait === false) {
    const json = { run: id, kind: started.kind };
    return answer(call, { json, text: () => startedText(json), status: 202, headers: { location: `/runs/${id}` } });
  }
  return ended(call, await started.done);
}

/** What a run that was waited for is answered with. */
function ended(call: Pick<Call<unknown>, "format">, detail: RunDetail): Response {
  const { run: id, error, differences } = detail;
  const told = { json: detail, text: () => runText(detail), headers: { location: `/runs/${id}` } };
  // Differences are the answer, whatever else went wrong.
  if ((differences ?? 0) > 0) return answer(call, { ...told, status: 409 });
  if (error !== null) return problemOfRun(id, error);
  // It let a poll go first, and goes on after it.
  if (detail.outcome === "yielded") return answer(call, { ...told, status: 202 });
  if (detail.outcome === "ok") return answer(call, { ...told, status: 200 });
  return problemOfRun(id, fail("api.run-failed", { run: id }));
}

function stream({ connection }: Call<unknown>, started: Begun, readers: EventReaders): Response {
  return readers.open(connection, (take, end) => {
    take({ event: "started", data: { run: started.run, kind: started.kind } });
    const stop = started.watch((progress) => {
      take({ event: "progress", data: progress });
    });
    started.done.then((detail) => {
      take({ event: "run", data: detail });
      end();
    });
    return stop;
  });
}
