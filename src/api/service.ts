import type { RunId, TableName } from "../domain/ids.ts";
import type { Adoption } from "./contract/adoption.ts";
import type { ChangeList } from "./contract/change.ts";
import type { ServiceEvent } from "./contract/events.ts";
import type { PromotionList, PromotionReport } from "./contract/promotion.ts";
import type { RecordDetail, RecordList } from "./contract/record.ts";
import type { RunDetail, RunList, RunProgress } from "./contract/run.ts";
import type { Statistics } from "./contract/statistics.ts";
import type { Health, Status } from "./contract/status.ts";

/**
 * The running appliance, as the API sees it. Answers are what goes over the wire: private values are masked, secrets are not in them.
 * Methods that ask staging or git are synchronous and bounded. @throws TidemarkError
 */
export interface Service {
  readonly reading: Reading;
  readonly control: Control;
  readonly events: EventFeed;
  /** OpenMetrics text, with its `# EOF`. */
  metrics(): string | Promise<string>;
  health(): Health;
}

/** What it holds and did. */
export interface Reading {
  /** Cheap: kept until something changes, at most a second. */
  status(): Status;
  runs(query: RunQuery): RunList;
  /** null: there is no such run. */
  run(run: string): RunDetail | null;
  /** @throws usage.table-name, record.no-table, api.no-run, api.bad-parameter, api.cursor-gone (staging is another since),
   *   api.changes-expired */
  changes(query: ChangeQuery): ChangeList;
  /** @throws usage.table-name, record.no-table, api.bad-parameter */
  records(query: RecordQuery): RecordList;
  /** @throws usage.table-name, record.not-found, record.before-mirror */
  record(query: RecordAt): RecordAnswer;
  promotions(query: { readonly before?: string | undefined; readonly limit: number }): PromotionList;
  promotion(commit: string): PromotionReport | null;
  statistics(query: StatisticsQuery): Statistics;
}

export interface RunQuery {
  readonly kind?: string | undefined;
  readonly outcome?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

export interface ChangeQuery {
  readonly table?: string | undefined;
  readonly key?: string | undefined;
  readonly field?: string | undefined;
  readonly run?: string | undefined;
  /** A cursor: oldest first from there on. Absent: newest first. */
  readonly since?: string | undefined;
  /** A cursor: older ones than it. */
  readonly before?: string | undefined;
  /** Host wall clock, ms, both ends inclusive. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly limit: number;
}

export interface RecordQuery {
  readonly table: string;
  /** Searched for in keys and fields, without regard to case; private fields are passed over. */
  readonly search?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface RecordAt {
  readonly table: string;
  readonly key: string;
  /** Host wall clock, ms; null: now. */
  readonly at: number | null;
}

export interface RecordAnswer {
  readonly detail: RecordDetail;
  /** Canonical XML. */
  readonly xml: string;
  /** Changes with the bytes of the record and with what is masked in them: fit for an ETag, without quotes. */
  readonly tag: string;
}

export interface StatisticsQuery {
  /** Host wall clock, ms. */
  readonly from: number;
  readonly until: number;
  /** Equal spans in between, at most 400. */
  readonly spans: number;
}

/** What it can be told to do. */
export interface Control {
  /** Resolves at once, or when a mere poll under way has ended, so that `start` need not be refused for it; at most after ten seconds. */
  ready(): Promise<void>;
  /** Starts at once, or not at all. @throws api.busy (details.run: the run under way), sync.unmirrored-table */
  start(request: StartRequest): Started;
  /** Ends the run under way between two requests; null: none is. */
  cancel(): RunId | null;
  /** Nothing starts by itself any more; what is asked for does. Kept over restarts. Returns since when, ISO 8601. */
  pause(): string;
  resume(): void;
  /** @throws api.busy, adopt.other-word, adopt.*, remote.*, moneyworks.* */
  adopt(request: AdoptRequest): Promise<Adoption>;
  /** A git service says that somebody pushed. */
  wake(): void;
  /** Whether a branch is one that commits are taken from. */
  isIncoming(branch: string): boolean;
}

export interface StartRequest {
  readonly kind: "poll" | "full" | "sweep" | "check";
  /** Absent: all. */
  readonly tables?: readonly TableName[] | undefined;
  /** Deletions that a person has confirmed, beyond the brake. */
  readonly allowDeletes: number;
}

export interface Started {
  readonly run: RunId;
  /** Never rejects: what went wrong is in it. */
  readonly done: Promise<RunDetail>;
  /** Called with each progress until the run ends; returns what ends it earlier. */
  watch(watcher: (progress: RunProgress) => void): () => void;
}

export interface AdoptRequest {
  readonly side: "theirs" | "ours";
  /** The word of a proposal; null: make one. */
  readonly confirm: string | null;
}

/** What happens, as it happens. */
export interface EventFeed {
  /**
   * Hands on what came after the event `after`, then each new one; with null, or when `after` is too long ago, a `status` first, and
   * before that a `reset` when something was missed. `take` returns false when the reader is too slow: it is let go.
   * Returns what ends it. Nothing waits for a reader.
   */
  subscribe(after: string | null, take: (event: ServiceEvent) => boolean): () => void;
}
