import type { HaltState } from "../../api/contract/status.ts";
import type { PromotionReport } from "../../domain/promotion.ts";
import type { NoticeFigures } from "../metrics/metrics.ts";
import type { RunEnd } from "../run-end.ts";

/** What stands in the way, as far as a message tells it. */
export type HaltNews = Pick<HaltState, "code" | "message" | "hint" | "since">;

/** Is told what happened, and tells people what needs them. Never throws, and nobody waits for it. */
export interface Notifier {
  runEnded(run: RunEnd): void;
  /** Call whenever it may have changed, and once at the start: the same halt twice is no news. */
  haltChanged(halt: HaltNews | null): void;
  promotion(report: PromotionReport): void;
  /** Begins to send; ends when the signal aborts. */
  start(signal: AbortSignal): void;
  /** Resolves when nothing is being sent any more; what is due is tried once, for some seconds at most. */
  close(): Promise<void>;
  figures(): NoticeFigures;
}
