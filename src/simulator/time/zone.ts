/** Where the server stands: an IANA zone, or minutes east of UTC (without summer time). */
export type Zone = string | number;

/** Turns an instant into the server's local wall clock, `YYYYMMDDHHMMSS`. */
export type LocalTime = (utcMillis: number) => string;

const FIELDS: Intl.DateTimeFormatOptions = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  calendar: "gregory",
  numberingSystem: "latn",
};

/** @throws RangeError for a zone that this runtime does not know */
export function localTimeIn(zone: Zone): LocalTime {
  if (typeof zone === "number") return (utcMillis) => digits(new Date(utcMillis + zone * 60_000).toISOString());
  const format = new Intl.DateTimeFormat("en-GB", { ...FIELDS, timeZone: zone });
  return (utcMillis) => {
    const part = Object.fromEntries(format.formatToParts(utcMillis).map(({ type, value }) => [type, value]));
    return `${part.year}${part.month}${part.day}${part.hour}${part.minute}${part.second}`;
  };
}

function digits(iso: string): string {
  return iso.replace(/[-:T]|\..*$/g, "");
}
