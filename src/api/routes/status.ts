import { NoQuery } from "../contract/parameters.ts";
import { Status } from "../contract/status.ts";
import { written } from "../http/answer.ts";
import { shownJson } from "../http/json.ts";
import { type Route, route } from "../http/route.ts";
import type { Reading } from "../service.ts";
import { statusText } from "../text/status.ts";

interface Written {
  json?: string;
  text?: string;
}

/** `GET /status`: whether all is well. Asked often, so that it is written once for as long as it is the same. */
export function statusRoutes(reading: Pick<Reading, "status">): readonly Route[] {
  const all = new WeakMap<Status, Written>();
  const keep = (status: Status): Written => {
    const kept = all.get(status) ?? {};
    all.set(status, kept);
    return kept;
  };
  return [
    route({
      methods: ["GET"],
      path: "/status",
      summary: "Whether all is well, in one word and one sentence, and what that rests on",
      access: "read",
      query: NoQuery,
      formats: ["text", "json"],
      answers: { 200: { what: "The state of the mirror and of the service.", json: Status, types: ["text/plain"] } },
      handle: ({ format }) => {
        const status = reading.status();
        const kept = keep(status);
        if (format === "text") {
          kept.text ??= statusText(status);
          return written("text", kept.text);
        }
        kept.json ??= `${shownJson(status)}\n`;
        return written("json", kept.json);
      },
    }),
  ];
}
