import { fail } from "../../domain/errors/tidemark-error.ts";
import { NoQuery, RunsQuery } from "../contract/parameters.ts";
import { RunDetail, RunList } from "../contract/run.ts";
import { answer } from "../http/answer.ts";
import { limitOf } from "../http/limit.ts";
import { type Route, route } from "../http/route.ts";
import type { Reading } from "../service.ts";
import { runsText, runText } from "../text/run.ts";

/** What ran, and what goes on. */
export function runRoutes(reading: Pick<Reading, "runs" | "run">): readonly Route[] {
  return [
    route({
      methods: ["GET"],
      path: "/runs",
      summary: "Runs, newest first",
      access: "read",
      query: RunsQuery,
      formats: ["text", "json"],
      answers: { 200: { what: "A page of them.", json: RunList, types: ["text/plain"] } },
      handle: (call) => {
        const list = reading.runs({ ...call.query, limit: limitOf(call.query) });
        return answer(call, { json: list, text: () => runsText(list) });
      },
    }),
    route({
      methods: ["GET"],
      path: "/runs/:run",
      summary: "One run, with its tables, its progress while it goes on, and what a check found",
      parts: { run: "Its id." },
      access: "read",
      query: NoQuery,
      formats: ["text", "json"],
      answers: { 200: { what: "The run.", json: RunDetail, types: ["text/plain"] } },
      errors: ["api.no-run"],
      handle: (call) => {
        const { run: id = "" } = call.params;
        const run = /^[0-9a-f-]{36}$/.test(id) ? reading.run(id) : null;
        if (run === null) throw fail("api.no-run", { run: id.slice(0, 36) });
        return answer(call, { json: run, text: () => runText(run) });
      },
    }),
  ];
}
