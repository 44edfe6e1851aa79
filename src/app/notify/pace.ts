import { bounded, type News, type Notice, type NoticeKind } from "./notice.ts";

/** Between two messages of one kind. */
export const PACE_MS = 5 * 60_000;
/** Of what is told together so many are named. */
const MOST_NAMED = 20;

/** What was told of one kind, and what waits. */
export interface Pace {
  /** Host wall clock, ms; null: nothing yet. */
  readonly toldAt: number | null;
  /** Newest last; empty: nothing waits. */
  readonly held: readonly News[];
  /** Older ones that are counted only. */
  readonly dropped: number;
}

export const FRESH_PACE: Pace = { toldAt: null, held: [], dropped: 0 };

/** Stamps what goes out. */
export interface Stamp {
  /** Host wall clock, ms. */
  readonly now: number;
  readonly newId: () => string;
}

export function hold(pace: Pace, news: News): Pace {
  const held = [...pace.held, bounded(news)];
  const excess = Math.max(0, held.length - MOST_NAMED - 1);
  return { ...pace, held: held.slice(excess), dropped: pace.dropped + excess };
}

/** What is due of one kind, as one message: the newest, with the titles of the others. */
export function release(pace: Pace, { now, newId }: Stamp): { readonly pace: Pace; readonly notice: Notice | null } {
  const newest = pace.held.at(-1);
  if (newest === undefined || now < (dueAt(pace) ?? now)) return { pace, notice: null };
  const titles = pace.held.slice(0, -1).map(({ title }) => title);
  const others = pace.dropped === 0 ? titles : [`${pace.dropped} more`, ...titles];
  return { pace: { toldAt: now, held: [], dropped: 0 }, notice: { ...newest, id: newId(), at: now, others } };
}

/** When what waits may be told, ms; null: at once. */
export function dueAt({ toldAt }: Pace): number | null {
  return toldAt === null ? null : toldAt + PACE_MS;
}

export type Paces = Readonly<Partial<Record<NoticeKind, Pace>>>;
