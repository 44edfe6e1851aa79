import type { Status } from "../contract/status.ts";

type Clock = NonNullable<Status["clock"]>;

/** What `status` says of the server's clock: one line, and more where there is something to know. */
export function clockLines(clock: Clock): string[] {
  const { serverLocalTime, sampledAt, skewSeconds, zoneMinutes } = clock;
  const zone = zoneMinutes === null ? "" : `, UTC${zoneText(zoneMinutes)}`;
  const more = [...clock.events.map(eventText), ...widenedText(clock), ...lateText(clock), ...futureText(clock)];
  return [
    `clock     server ${serverLocalTime} at ${sampledAt}${zone}, ${skewText(skewSeconds)}`,
    ...more.map((line) => `          ${line}`),
  ];
}

function eventText({ at, kind, shiftSeconds, before, after }: Clock["events"][number]): string {
  const jump = `${shiftSeconds < 0 ? "back" : "forward"} by ${Math.abs(shiftSeconds)} s`;
  const what = {
    step: `it went ${jump}`,
    zone: `its zone changed: ${jump}`,
    restart:
      shiftSeconds === 0 ? "this host was started anew" : `this host was started anew, and it went ${jump} or more`,
  }[kind];
  return `${what ?? kind}, between ${before} and ${after} (noticed ${at})`;
}

function widenedText({ widened }: Clock): string[] {
  const groups = Map.groupBy(widened, ({ pollFrom }) => pollFrom);
  return [...groups].map(([pollFrom, tables]) => {
    const names = tables.map(({ table }) => table).join(", ");
    return `the next poll asks from ${pollFrom}, whatever the marker, because of the clock: ${names}`;
  });
}

function lateText({ lateSeconds, overlapSeconds }: Clock): string[] {
  if (lateSeconds < overlapSeconds || lateSeconds === 0) return [];
  return [`polls look ${overlapSeconds} s behind their markers: records appeared that late in the last seven days`];
}

function futureText({ future }: Clock): string[] {
  if (future.length === 0) return [];
  const counts = future.map(({ table, records }) => `${records} in ${table}`).join(", ");
  return [`records are stamped in the future: ${counts}`];
}

function zoneText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}

function skewText(skew: number | null): string {
  if (skew === null) return "skew unknown";
  return skew === 0 ? "no skew" : `${Math.abs(skew)} s ${skew > 0 ? "ahead of" : "behind"} this host`;
}
