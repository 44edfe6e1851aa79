import { Elysia } from "elysia";
import { asTidemarkError, fail } from "../domain/errors/tidemark-error.ts";
import type { Log } from "../domain/ports/log.ts";
import { isLoopback, refuseForeign, refuseUnreadable } from "./guard.ts";
import { type HookParts, hooks } from "./hooks.ts";
import { problem } from "./problem.ts";
import { type PromotionParts, promotions } from "./promotions.ts";

export interface ApiParts {
  /** The address that it is reached at. Anything but loopback gets the webhook alone, which has a proof of its own. */
  readonly hostname: string;
  readonly hooks: HookParts;
  readonly promotions: PromotionParts;
  readonly log: Log;
}

/** Answers one request; never rejects. */
export type Handler = (request: Request) => Promise<Response>;

export function createApi({ hostname, hooks: hookParts, promotions: promotionParts, log }: ApiParts): Handler {
  const app = new Elysia()
    .onError(({ code, error }) => {
      if (code === "NOT_FOUND") return problem(404, fail("api.no-route"));
      const { message } = asTidemarkError(error);
      log.write("error", `the API failed: ${message}`);
      return problem(500, fail("api.failed"));
    })
    .onRequest(({ request }) => refuseForeign(request, hostname) ?? undefined)
    .use(hooks(hookParts, log));
  const all = isLoopback(hostname) ? app.use(promotions(promotionParts)) : app;
  return async (request) => {
    const refusal = refuseUnreadable(request);
    if (refusal !== null) log.write("debug", "the API could not read a request");
    return refusal ?? all.fetch(request);
  };
}
