const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });
const DAY_AND_CLOCK = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const DATE_AND_CLOCK = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const FULL = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** Two units at most, for people: `0.4 s`, `14 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${Number.isInteger(seconds) ? seconds : seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return pair(whole, [MINUTE, "min"], [1, "s"]);
  if (whole < DAY) return pair(whole, [HOUR, "h"], [MINUTE, "min"]);
  return pair(whole, [DAY, "d"], [HOUR, "h"]);
}

type Unit = readonly [seconds: number, name: string];

function pair(seconds: number, [large, largeName]: Unit, [small, smallName]: Unit): string {
  const first = Math.floor(seconds / large);
  const second = Math.floor((seconds % large) / small);
  return second === 0 ? `${first} ${largeName}` : `${first} ${largeName} ${second} ${smallName}`;
}

/** One unit, for lists: `now`, `12 s ago`, `3 min ago`, `in 2 h`, `5 d ago`. */
export function relative(at: number, now: number): string {
  const seconds = Math.round((now - at) / 1000);
  const far = Math.abs(seconds);
  if (far < 1) return "now";
  const text = oneUnit(far);
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}

function oneUnit(seconds: number): string {
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} d`;
}

/** A time that is read beside others: the clock alone when it is of today, the year only when it is another one. */
export function clock(at: number, now: number): string {
  const [date, today] = [new Date(at), new Date(now)];
  if (date.toDateString() === today.toDateString()) return CLOCK.format(date);
  return (date.getFullYear() === today.getFullYear() ? DAY_AND_CLOCK : DATE_AND_CLOCK).format(date);
}

/** With everything but the zone. */
export function fullTime(at: number): string {
  return FULL.format(new Date(at));
}

/** `20250331174500` of the server's own clock: `2025-03-31 17:45:00`. Other texts stay as they are. */
export function modtime(text: string): string {
  return text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3 $4:$5:$6");
}

/** A difference of clocks: `none`, `+2.4 s`, `−3 min 10 s`. */
export function skew(seconds: number): string {
  const far = Math.abs(seconds);
  if (far < 0.05) return "none";
  return `${seconds < 0 ? "−" : "+"}${duration(far)}`;
}

/** Minutes east of Greenwich: `UTC+13:00`. */
export function zone(minutes: number): string {
  const far = Math.abs(minutes);
  const two = (part: number) => String(part).padStart(2, "0");
  return `UTC${minutes < 0 ? "−" : "+"}${two(Math.floor(far / 60))}:${two(far % 60)}`;
}
