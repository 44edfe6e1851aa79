import type { Notice } from "./notice.ts";

/** How messages leave. */
export type Way = "webhook" | "mail";
export const WAYS: readonly Way[] = ["webhook", "mail"];

/** What waits for one way, oldest first: each way has an order and a pace of its own. */
export interface Queue {
  readonly waiting: readonly Notice[];
  /** Attempts at the oldest that failed. */
  readonly tries: number;
  /** Not before, ms. */
  readonly nextAt: number;
}

export type Outbox = Readonly<Partial<Record<Way, Queue>>>;

const EMPTY: Queue = { waiting: [], tries: 0, nextAt: 0 };

/** Waits between attempts at one message; the last one is repeated. */
export const PAUSES_MS: readonly number[] = [30_000, 120_000, 600_000, 1_800_000, 3_600_000];
/** What is older is of no use to anybody: what still lasts is told anew each day. */
export const OLDEST_MS = 24 * 3_600_000;
/** A receiver that is away for long must not fill the disk. */
export const MOST_WAITING = 50;

export interface Changed {
  readonly outbox: Outbox;
  /** What will never be sent. */
  readonly lost: readonly { readonly way: Way; readonly notice: Notice }[];
}

/** Enters messages for every way; the oldest make room. */
export function enter(outbox: Outbox, notices: readonly Notice[], ways: readonly Way[]): Changed {
  return eachWay(outbox, ways, (queue) => {
    const all = [...queue.waiting, ...notices];
    const excess = Math.max(0, all.length - MOST_WAITING);
    return { ...fresh(queue, excess > 0), waiting: all.slice(excess) };
  });
}

/** Takes out what waits for too long, and what waits for a way that is configured no more. */
export function tidy(outbox: Outbox, now: number, ways: readonly Way[]): Changed {
  return eachWay(outbox, ways, (queue) => {
    const waiting = queue.waiting.filter(({ at }) => now - at < OLDEST_MS);
    const ahead = queue.nextAt - now > Math.max(...PAUSES_MS);
    return { ...fresh(queue, waiting[0] !== queue.waiting[0] || ahead), waiting };
  });
}

/** The oldest of a way, when it may be tried now. */
export function dueOf(outbox: Outbox, way: Way, now: number): Notice | null {
  const { waiting, nextAt } = outbox[way] ?? EMPTY;
  return now < nextAt ? null : (waiting[0] ?? null);
}

export function sent(outbox: Outbox, way: Way, id: string): Outbox {
  const { waiting } = outbox[way] ?? EMPTY;
  return { ...outbox, [way]: { ...EMPTY, waiting: waiting.filter((notice) => notice.id !== id) } };
}

export function refused(outbox: Outbox, way: Way, now: number): Outbox {
  const queue = outbox[way] ?? EMPTY;
  const pause = PAUSES_MS[Math.min(queue.tries, PAUSES_MS.length - 1)] ?? 0;
  return { ...outbox, [way]: { ...queue, tries: queue.tries + 1, nextAt: now + pause } };
}

/** When the next attempt is due, ms; null: nothing waits. */
export function nextAttempt(outbox: Outbox): number | null {
  const times = Object.values(outbox).flatMap(({ waiting, nextAt }) => (waiting.length === 0 ? [] : [nextAt]));
  return times.length === 0 ? null : Math.min(...times);
}

function fresh(queue: Queue, isOther: boolean): Queue {
  return isOther ? { ...EMPTY, waiting: queue.waiting } : queue;
}

function eachWay(outbox: Outbox, ways: readonly Way[], change: (queue: Queue) => Queue): Changed {
  const queues = ways.map((way) => [way, change(outbox[way] ?? EMPTY)] as const);
  const lost = WAYS.flatMap((way) => {
    const kept = new Set(queues.find(([one]) => one === way)?.[1].waiting.map(({ id }) => id));
    return (outbox[way]?.waiting ?? []).filter(({ id }) => !kept.has(id)).map((notice) => ({ way, notice }));
  });
  return { outbox: Object.fromEntries(queues), lost };
}
