import type { PromotionReport } from "../../domain/promotion.ts";
import type { RunEnd } from "../run-end.ts";
import type { HaltNews } from "./halt-news.ts";
import type { News, Notice, NoticeKind } from "./notice.ts";
import { dueAt, FRESH_PACE, hold, type Paces, release, type Stamp } from "./pace.ts";
import { checkNews, failureNews, haltNews, overNews, promotionNews } from "./words.ts";

/** An incident that lasts is told again after so long. */
export const REMIND_MS = 24 * 3_600_000;

/** What the notifier hears. `tick`: time went by. */
export type NotifyEvent =
  | { readonly type: "run"; readonly run: RunEnd }
  | { readonly type: "halt"; readonly halt: HaltNews | null }
  | { readonly type: "promotion"; readonly report: PromotionReport }
  | { readonly type: "tick" };

/** Something that a person was told of, and that is not over. */
export interface Incident {
  /** What would be told of it now. */
  readonly news: News;
  /** When it began; ms. */
  readonly since: number;
  /** When it was told last; ms. */
  readonly toldAt: number;
}

/** Failed runs of one kind in a row. */
export interface Streak {
  readonly count: number;
  /** Of the first one, ms. */
  readonly since: number;
}

/** All that is remembered, over restarts too. Keys of `incidents`: `halt`, `check`, `failure poll`. */
export interface Incidents {
  readonly streaks: Readonly<Record<string, Streak>>;
  readonly open: Readonly<Record<string, Incident>>;
  readonly paces: Paces;
}

export const NO_INCIDENTS: Incidents = { streaks: {}, open: {}, paces: {} };

export interface Surroundings extends Stamp {
  /** Failed runs of one kind in a row before somebody is told. */
  readonly after: number;
}

/** What comes of an event: the new state, and the messages that are due. Pure. */
export function hear(
  state: Incidents,
  event: NotifyEvent,
  around: Surroundings,
): { readonly state: Incidents; readonly notices: readonly Notice[] } {
  const heard = react(notAhead(state, around.now), event, around);
  return released(remind(heard, around.now), around);
}

/** A wall clock that was set back would make everything wait until it has caught up. */
function notAhead(state: Incidents, now: number): Incidents {
  const open = Object.entries(state.open).map(([key, one]) => [key, { ...one, toldAt: Math.min(one.toldAt, now) }]);
  const paces = Object.entries(state.paces).map(([kind, pace]) => {
    const toldAt = pace.toldAt === null ? null : Math.min(pace.toldAt, now);
    return [kind, { ...pace, toldAt }];
  });
  return { ...state, open: Object.fromEntries(open), paces: Object.fromEntries(paces) };
}

/** When something will be due without any event, ms; null: never. */
export function nextDue({ open, paces }: Incidents, now: number): number | null {
  const reminders = Object.values(open).map(({ toldAt }) => toldAt + REMIND_MS);
  const waiting = Object.values(paces).filter(({ held }) => held.length > 0);
  const times = [...reminders, ...waiting.map((pace) => dueAt(pace) ?? now)];
  return times.length === 0 ? null : Math.min(...times);
}

function react(state: Incidents, event: NotifyEvent, around: Surroundings): Incidents {
  switch (event.type) {
    case "run":
      return onRun(state, event.run, around);
    case "halt":
      return onHalt(state, event.halt, around.now);
    case "promotion":
      return onPromotion(state, event.report);
    case "tick":
      return state;
  }
}

function onRun(state: Incidents, run: RunEnd, { now, after }: Surroundings): Incidents {
  const { kind, outcome } = run;
  // What is not decided yet, or told as a halt, neither fails nor heals.
  if (outcome === "cancelled" || outcome === "yielded" || outcome === "halted") return state;
  const judged = kind === "check" ? onCheck(state, run, now) : state;
  const key = `failure ${kind}`;
  if (outcome === "ok" || outcome === "different")
    return run.isWhole ? ended(withStreak(judged, kind, null), key, now) : judged;
  const before = judged.streaks[kind];
  const streak = { count: (before?.count ?? 0) + 1, since: before?.since ?? now - run.ms };
  const counted = withStreak(judged, kind, streak);
  return streak.count < after ? counted : begun(counted, key, { news: failureNews(run, streak), now });
}

/** A check of some tables may find something, but does not say that all is well. */
function onCheck(state: Incidents, run: RunEnd, now: number): Incidents {
  if (run.outcome === "different") return begun(state, "check", { news: checkNews(run, now), now });
  return run.outcome === "ok" && run.isWhole ? ended(state, "check", now) : state;
}

function onHalt(state: Incidents, halt: HaltNews | null, now: number): Incidents {
  if (halt === null) return ended(state, "halt", now);
  const known = state.open.halt;
  // Another halt in place of one is news of its own; what came before is not over, only overtaken.
  const other = known !== undefined && known.news.code !== halt.code;
  return begun(other ? without(state, "halt") : state, "halt", { news: haltNews(halt, now), now });
}

const TOLD: ReadonlySet<string> = new Set(["conflict", "refused", "failed"]);

function onPromotion(state: Incidents, report: PromotionReport): Incidents {
  return TOLD.has(report.outcome) ? tell(state, promotionNews(report)) : state;
}

/** Told when it is new; the words of a known one are brought up to date, for the next reminder. */
function begun(state: Incidents, key: string, { news, now }: { readonly news: News; readonly now: number }): Incidents {
  const known = state.open[key];
  const since = known?.since ?? news.since ?? now;
  const incident = { news: { ...news, since }, since, toldAt: known?.toldAt ?? now };
  const open = { ...state, open: { ...state.open, [key]: incident } };
  return known === undefined ? tell(open, incident.news) : open;
}

function ended(state: Incidents, key: string, now: number): Incidents {
  const known = state.open[key];
  return known === undefined ? state : tell(without(state, key), overNews(known.news, now));
}

function without(state: Incidents, key: string): Incidents {
  const { [key]: _ended, ...open } = state.open;
  return { ...state, open };
}

function remind(state: Incidents, now: number): Incidents {
  let reminded = state;
  for (const [key, incident] of Object.entries(state.open)) {
    if (now - incident.toldAt < REMIND_MS) continue;
    const open = { ...reminded.open, [key]: { ...incident, toldAt: now } };
    reminded = tell({ ...reminded, open }, { ...incident.news, phase: "continues" });
  }
  return reminded;
}

function tell(state: Incidents, news: News): Incidents {
  const pace = state.paces[news.kind] ?? FRESH_PACE;
  return { ...state, paces: { ...state.paces, [news.kind]: hold(pace, news) } };
}

function released(state: Incidents, stamp: Stamp) {
  const notices: Notice[] = [];
  const paces = Object.entries(state.paces).map(([kind, before]) => {
    const { pace, notice } = release(before, stamp);
    if (notice !== null) notices.push(notice);
    return [kind as NoticeKind, pace] as const;
  });
  return { state: { ...state, paces: Object.fromEntries(paces) as Paces }, notices };
}

function withStreak(state: Incidents, kind: string, streak: Streak | null): Incidents {
  const { [kind]: _before, ...streaks } = state.streaks;
  return { ...state, streaks: streak === null ? streaks : { ...streaks, [kind]: streak } };
}
