/** How much of a new estimate is believed at once. */
const BELIEF = 0.2;
/** An estimate that is off by more than this share of what is left, and by this many ms, is news and not noise. */
const NEWS_SHARE = 0.5;
const NEWS_MS = 60_000;

/**
 * When a run will end, in ms, so that the shown estimate does not jump: each new one moves the last by a part, unless it is far off. null: nobody can
 * tell. @param seconds as the service estimates it now
 */
export function steadyEnd(last: number | null, now: number, seconds: number | null): number | null {
  if (seconds === null) return null;
  const fresh = now + seconds * 1000;
  if (last === null || last <= now) return fresh;
  const off = Math.abs(fresh - last);
  const isNews = off > NEWS_MS && off > (last - now) * NEWS_SHARE;
  return isNews ? fresh : last + (fresh - last) * BELIEF;
}

/** Coarser the further it is: `a few seconds`, `about 40 s`, `about 3 min`, `about 1 h 20 min`. */
export function roughly(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 8) return "a few seconds";
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `about ${minutes} min`;
  const tens = Math.round((minutes % 60) / 10) * 10;
  const hours = Math.floor(minutes / 60) + (tens === 60 ? 1 : 0);
  return tens % 60 === 0 ? `about ${hours} h` : `about ${hours} h ${tens} min`;
}
