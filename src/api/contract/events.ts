import { Type } from "@sinclair/typebox";
import { Count, nullable, type Wire } from "./basics.ts";
import { Change } from "./change.ts";
import { PromotionStatus } from "./promotion.ts";
import { Run, RunProgress } from "./run.ts";
import { Status } from "./status.ts";

/** Changes that were staged just now. */
export const ChangeBatch = Type.Object({
  /** All of them. */
  count: Count,
  /** The newest of them, oldest first. */
  changes: Type.Array(Change),
  /** For `GET /changes?since=`: what came before them; null: nothing. */
  since: nullable(Type.String()),
});
export type ChangeBatch = Wire<typeof ChangeBatch>;

/** What each event of `GET /events` carries, by its name. */
export const EVENTS = {
  /** At the beginning, and whenever anything of it changed. */
  status: Status,
  /** A run began or ended. */
  run: Run,
  progress: RunProgress,
  changes: ChangeBatch,
  promotion: PromotionStatus,
  /** Events were missed: what was loaded before is to be loaded again. */
  reset: Type.Object({}),
} as const;
export type EventName = keyof typeof EVENTS;
export type EventData<N extends EventName> = Wire<(typeof EVENTS)[N]>;
/** One event, as the client hands it on. `id` is for `Last-Event-ID`. */
export type ServiceEvent = {
  [N in EventName]: { readonly id: string; readonly event: N; readonly data: EventData<N> };
}[EventName];
