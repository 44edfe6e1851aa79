import type { Adoption } from "../api/contract/adoption.ts";
import type { ChangeList } from "../api/contract/change.ts";
import type { PromotionList, PromotionReport } from "../api/contract/promotion.ts";
import type { RecordDetail, RecordList } from "../api/contract/record.ts";
import type { Cancelled, RunDetail, RunKind, RunList, RunOutcome, RunStarted } from "../api/contract/run.ts";
import type { Statistics } from "../api/contract/statistics.ts";
import type { Health, Paused, Status } from "../api/contract/status.ts";
import { ApiError, unreadable } from "./api-error.ts";
import { EventFeed, type EventFeedParts } from "./events.ts";
import type { Call, Query } from "./transport.ts";
import { Transport, type TransportParts } from "./transport.ts";

export interface ClientParts extends TransportParts, EventFeedParts {}

/** What a call may carry beside its parameters. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface RunsQuery {
  readonly kind?: RunKind | undefined;
  readonly outcome?: RunOutcome | undefined;
  readonly before?: string | undefined;
  readonly limit?: number | undefined;
}

export interface ChangesQuery {
  readonly table?: string | undefined;
  readonly key?: string | undefined;
  readonly field?: string | undefined;
  readonly run?: string | undefined;
  /** A cursor: oldest first from there on. */
  readonly since?: string | undefined;
  /** A cursor: older ones. */
  readonly before?: string | undefined;
  /** ISO 8601, both ends inclusive. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly limit?: number | undefined;
}

export interface RecordsQuery {
  readonly search?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export interface RecordPlace {
  readonly table: string;
  readonly key: string;
  /** ISO 8601: as main held it then. */
  readonly at?: string | undefined;
}

export interface StatisticsQuery {
  readonly from: string;
  readonly until: string;
  /** 1 to 400. */
  readonly spans: number;
}

export interface StartRequest {
  readonly kind: "poll" | "full" | "sweep" | "check";
  /** Absent: all. */
  readonly tables?: readonly string[] | undefined;
  /** Deletions confirmed by a person; for a sweep or a full sync. */
  readonly allowDeletes?: number | undefined;
}

export interface AdoptRequest {
  readonly side: "theirs" | "ours";
  /** The word of a proposal; absent: one is made, and nothing else is done. */
  readonly confirm?: string | undefined;
}

/** The HTTP interface of Tidemark. Every method rejects with ApiError, or with the reason of the signal that was aborted. */
export class Client {
  readonly #transport: Transport;
  /** What happens, as it happens. */
  readonly events: EventFeed;

  constructor(parts: ClientParts) {
    this.#transport = new Transport(parts);
    this.events = new EventFeed(this.#transport, parts);
  }

  status(options?: CallOptions): Promise<Status> {
    return this.#get("status", {}, options);
  }

  /** Ready or not, both are answers. */
  ready(options?: CallOptions): Promise<Health> {
    return this.#transport.json("readyz", { ...options, also: [503] });
  }

  runs(query: RunsQuery = {}, options?: CallOptions): Promise<RunList> {
    return this.#get("runs", { ...query }, options);
  }

  run(run: string, options?: CallOptions): Promise<RunDetail> {
    return this.#get(`runs/${encodeURIComponent(run)}`, {}, options);
  }

  changes(query: ChangesQuery = {}, options?: CallOptions): Promise<ChangeList> {
    return this.#get("changes", { ...query }, options);
  }

  records(table: string, { search, ...query }: RecordsQuery = {}, options?: CallOptions): Promise<RecordList> {
    return this.#get(`records/${encodeURIComponent(table)}`, { q: search, ...query }, options);
  }

  record(place: RecordPlace, options?: CallOptions): Promise<RecordDetail> {
    const { path, query } = addressOf(place);
    return this.#get(path, query, options);
  }

  /** Canonical XML: the bytes of the file, private values masked. */
  recordXml(place: RecordPlace, options?: CallOptions): Promise<string> {
    const { path, query } = addressOf(place);
    return this.#transport.text(path, { query, ...options, headers: { accept: "application/xml" } });
  }

  promotions(query: { before?: string | undefined; limit?: number | undefined } = {}, options?: CallOptions) {
    return this.#get<PromotionList>("promotions", { ...query }, options);
  }

  promotion(commit: string, options?: CallOptions): Promise<PromotionReport> {
    return this.#get(`promotions/${encodeURIComponent(commit)}`, {}, options);
  }

  statistics(query: StatisticsQuery, options?: CallOptions): Promise<Statistics> {
    return this.#get("statistics", { ...query }, options);
  }

  /** Starts it and does not wait for its end. @throws ApiError `api.busy`, with the run under way */
  start({ kind, tables, allowDeletes }: StartRequest, options?: CallOptions): Promise<RunStarted> {
    const isCheck = kind === "check";
    return this.#post(
      isCheck ? "sync/full" : `sync/${kind}`,
      { check: isCheck || undefined, table: tables?.join(","), allow_deletes: allowDeletes, wait: false },
      options,
    );
  }

  cancel(options?: CallOptions): Promise<Cancelled> {
    return this.#post("sync/cancel", {}, options);
  }

  pause(options?: CallOptions): Promise<Paused> {
    return this.#post("sync/pause", {}, options);
  }

  resume(options?: CallOptions): Promise<Paused> {
    return this.#post("sync/resume", {}, options);
  }

  adopt({ side, confirm }: AdoptRequest, options?: CallOptions): Promise<Adoption> {
    return this.#post("sync/adopt", { side, confirm }, options);
  }

  /** What describes the interface itself (OpenAPI 3). */
  async openapi(options?: CallOptions): Promise<object> {
    const document: unknown = await this.#transport.json("openapi.json", { ...options });
    if (typeof document !== "object" || document === null) throw unreadable(200);
    return document;
  }

  #get<T>(path: string, query: Query, options: CallOptions = {}): Promise<T> {
    return this.#transport.json(path, { query, ...options });
  }

  #post<T>(path: string, query: Query, options: CallOptions = {}): Promise<T> {
    const call: Call = { method: "POST", query, ...options };
    return this.#transport.json(path, call);
  }
}

/** No path can carry the keys `.` and `..`: every client takes them for steps (WHATWG URL), however they are escaped. */
function addressOf({ table, key, at }: RecordPlace): { readonly path: string; readonly query: Query } {
  const isStep = key === "." || key === "..";
  if (isStep) return { path: "record", query: { table, key, at } };
  return { path: `records/${encodeURIComponent(table)}/${encodeURIComponent(key)}`, query: { at } };
}

/** Whether somebody has to say who they are before anything is answered. */
export function needsToken(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
