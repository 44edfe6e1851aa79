import type { Log } from "../../domain/ports/log.ts";
import type { PageFile } from "../../domain/ports/page-file.ts";
import type { EventReaders } from "../http/event-readers.ts";
import type { Call, Route } from "../http/route.ts";
import type { Service } from "../service.ts";
import { changeRoutes } from "./changes.ts";
import { controlRoutes } from "./control.ts";
import { eventRoutes } from "./events.ts";
import { healthRoutes } from "./health.ts";
import { hookRoutes } from "./hooks.ts";
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
export function allResources({
  service,
  readers,
  pages,
  hookSecret: secret,
  requireAccess,
  log,
}: RouteParts): readonly (readonly Route[])[] {
  const { reading, control, events } = service;
  return [
    statusRoutes(reading),
    syncRoutes(control, readers),
    controlRoutes(control),
    runRoutes(reading),
    eventRoutes(events, readers),
    changeRoutes(reading),
    recordRoutes(reading),
    promotionRoutes(reading),
    statisticsRoutes(reading),
    healthRoutes(service),
    hookRoutes({ control, secret, requireAccess, log }),
    pageRoutes(pages),
  ];
}
