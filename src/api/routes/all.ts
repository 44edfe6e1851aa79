import type { Log } from "../../domain/ports/log.ts";
import type { PageFile } from "../../domain/ports/page-file.ts";
import type { EventReaders } from "../http/event-readers.ts";
import type { Call } from "../http/route.ts";
import type { Resource } from "../openapi/document.ts";
import type { Service } from "../service.ts";
import { changeRoutes } from "./changes.ts";
import { controlRoutes } from "./control.ts";
import { eventRoutes } from "./events.ts";
import { healthRoutes } from "./health.ts";
import { hookRoutes } from "./hooks.ts";
import { withOpenApi } from "./openapi.ts";
import { pageRoutes } from "./pages.ts";
import { promotionRoutes } from "./promotions.ts";
import { recordRoutes } from "./records.ts";
import { runRoutes } from "./runs.ts";
import { statisticsRoutes } from "./statistics.ts";
import { statusRoutes } from "./status.ts";
import { syncRoutes } from "./sync.ts";

export interface RouteParts {
  readonly service: Service;
  readonly readers: EventReaders;
  readonly pages: readonly PageFile[];
  readonly hookSecret: string | null;
  /** What a webhook without a secret needs. @throws api.needs-token … */
  readonly requireAccess: (call: Call<unknown>) => void;
  readonly log: Log;
}

/** Everything that is answered, by resource, in the order in which the documentation tells it. */
export function allResources(parts: RouteParts): readonly Resource[] {
  const { service, readers, pages, hookSecret: secret, requireAccess, log } = parts;
  const { reading, control, events } = service;
  return withOpenApi([
    { name: "status", routes: statusRoutes(reading) },
    { name: "sync", routes: [...syncRoutes(control, readers), ...controlRoutes(control)] },
    { name: "runs", routes: runRoutes(reading) },
    { name: "events", routes: eventRoutes(events, readers) },
    { name: "changes", routes: changeRoutes(reading) },
    { name: "records", routes: recordRoutes(reading) },
    { name: "promotions", routes: promotionRoutes(reading) },
    { name: "statistics", routes: statisticsRoutes(reading) },
    { name: "health", routes: healthRoutes(service) },
    { name: "hooks", routes: hookRoutes({ control, secret, requireAccess, log }) },
    { name: "pages", routes: pageRoutes(pages) },
  ]);
}
