import { Adoption } from "../contract/adoption.ts";
import { AdoptQuery, NoQuery } from "../contract/parameters.ts";
import { Cancelled } from "../contract/run.ts";
import { Paused } from "../contract/status.ts";
import { answer } from "../http/answer.ts";
import { type Route, route } from "../http/route.ts";
import type { Control } from "../service.ts";
import { adoptionText } from "../text/adoption.ts";

/** What the service can be told, beside runs to start. */
export function controlRoutes(control: Control): readonly Route[] {
  const common = { methods: ["POST"], formats: ["text", "json"] } as const;
  return [
    route({
      ...common,
      path: "/sync/cancel",
      summary: "End the run under way, between two requests to MoneyWorks",
      access: "sync",
      query: NoQuery,
      answers: { 200: { what: "The run that is ended, or null.", json: Cancelled, types: ["text/plain"] } },
      handle: (call) => {
        const run = control.cancel();
        return answer(call, { json: { run }, text: () => (run === null ? "Nothing runs.\n" : `cancelling ${run}\n`) });
      },
    }),
    route({
      ...common,
      path: "/sync/pause",
      summary: "Start nothing by itself any more; what is asked for still starts",
      access: "sync",
      query: NoQuery,
      answers: { 200: { what: "Since when.", json: Paused, types: ["text/plain"] } },
      handle: (call) => {
        const pausedSince = control.pause();
        return answer(call, { json: { pausedSince }, text: () => `paused since ${pausedSince}\n` });
      },
    }),
    route({
      ...common,
      path: "/sync/resume",
      summary: "Go on by itself",
      access: "sync",
      query: NoQuery,
      answers: { 200: { what: "It is not paused.", json: Paused, types: ["text/plain"] } },
      handle: (call) => {
        control.resume();
        return answer(call, { json: { pausedSince: null }, text: () => "not paused\n" });
      },
    }),
    adoptRoute(control),
  ];
}

function adoptRoute(control: Pick<Control, "adopt">): Route {
  return route({
    methods: ["POST"],
    path: "/sync/adopt",
    summary: "Go on knowingly after main was moved, or another document was opened",
    description:
      "Without `confirm` it tells what was found and what would be done, with the word that confirms exactly that.",
    access: "write",
    query: AdoptQuery,
    formats: ["text", "json"],
    answers: { 200: { what: "A proposal, or what was done.", json: Adoption, types: ["text/plain"] } },
    errors: ["api.busy", "adopt.other-word"],
    handle: async (call) => {
      const { side = "theirs", confirm = null } = call.query;
      call.connection.keepOpen();
      const adoption = await control.adopt({ side, confirm });
      return answer(call, { json: adoption, text: () => adoptionText(adoption) });
    },
  });
}
