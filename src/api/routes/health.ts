import { visible } from "../../lib/text-table.ts";
import { NoQuery } from "../contract/parameters.ts";
import { Alive, Health } from "../contract/status.ts";
import { answer, GUARDED } from "../http/answer.ts";
import { type Route, route } from "../http/route.ts";
import type { Service } from "../service.ts";

const METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** What watches over the service asks. */
export function healthRoutes(service: Pick<Service, "health" | "metrics">): readonly Route[] {
  return [
    route({
      methods: ["GET"],
      path: "/healthz",
      summary: "Whether the process answers",
      description: "Needs no token, and says nothing else: what stands in the way is told by `/readyz`.",
      access: "open",
      query: NoQuery,
      formats: ["text", "json"],
      answers: { 200: { what: "It does.", json: Alive, types: ["text/plain"] } },
      handle: (call) => answer(call, { json: { alive: true }, text: () => "ok\n" }),
    }),
    route({
      methods: ["GET"],
      path: "/readyz",
      summary: "Whether the mirror is kept true",
      access: "read",
      query: NoQuery,
      formats: ["text", "json"],
      answers: {
        200: { what: "It is.", json: Health, types: ["text/plain"] },
        503: { what: "It is not, and why.", json: Health, types: ["text/plain"] },
      },
      handle: (call) => {
        const health = service.health();
        const text = () => (health.ready ? "ready\n" : health.reasons.map((reason) => `${visible(reason)}\n`).join(""));
        return answer(call, { json: health, text, status: health.ready ? 200 : 503 });
      },
    }),
    route({
      methods: ["GET"],
      path: "/metrics",
      summary: "Figures for Prometheus, in OpenMetrics",
      access: "read",
      query: NoQuery,
      formats: ["text"],
      answers: { 200: { what: "All of them.", types: [METRICS] } },
      handle: async () => new Response(await service.metrics(), { headers: { "content-type": METRICS, ...GUARDED } }),
    }),
  ];
}
