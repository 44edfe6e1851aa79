import { EVENTS } from "../contract/events.ts";
import { EventsQuery } from "../contract/parameters.ts";
import { GUARDED } from "../http/answer.ts";
import type { EventReaders } from "../http/event-readers.ts";
import { type Route, route } from "../http/route.ts";
import type { EventFeed } from "../service.ts";

/** `GET /events`: what happens, as it happens. */
export function eventRoutes(feed: EventFeed, readers: EventReaders): readonly Route[] {
  return [
    route({
      methods: ["GET"],
      path: "/events",
      summary: "What happens, as it happens",
      description:
        "Server-sent events. With `Last-Event-ID` what was missed comes first, or a `reset` where nobody knows any more; then a `status`, and then each " +
        "event as it happens. A comment line comes every 15 seconds. A reader that falls 1 MiB behind is let go and may come again with its last id.",
      access: "read",
      query: EventsQuery,
      formats: ["events"],
      answers: { 200: { what: "The stream.", events: EVENTS } },
      errors: ["api.too-many-readers"],
      handle: ({ request, connection, query }) => {
        if (request.method === "HEAD") {
          return new Response(null, { headers: { "content-type": "text/event-stream", ...GUARDED } });
        }
        const after = request.headers.get("last-event-id") ?? query.last_event_id ?? null;
        return readers.open(connection, (take) => feed.subscribe(after === "" ? null : after, take));
      },
    }),
  ];
}
