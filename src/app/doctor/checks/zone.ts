import type { Modtime } from "../../../domain/ids.ts";
import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** How far ahead a change of this host's summer time is told. */
const DAYS_AHEAD = 14;

export const zoneCheck: DoctorCheck = {
  name: "zone",
  async run({ source, contact, signal, now }) {
    if ((await contact.orNull()) === null) return null;
    const { local, utc } = await (await source.get()).time(signal);
    const server = utc === null ? null : zoneMinutes(local, utc);
    return judgeZone({ server, host: hostZone(now), change: nextChange(now) });
  },
};

export interface Zones {
  /** Minutes by which each one's local time is ahead of UTC; null: the server does not tell UTC. */
  readonly server: number | null;
  readonly host: number;
  /** When this host's zone changes next within some days, ms; null: it does not. */
  readonly change: number | null;
}

/** Both follow from the server's own clock alone, so another zone is no fault. A change of it is met by reading more. */
export function judgeZone({ server, host, change }: Zones): Judgement {
  const facts = { serverMinutes: server, hostMinutes: host, hostChangesAt: change === null ? null : day(change) };
  const ahead =
    change === null ? "" : ` Summer time changes here on ${day(change)}: polls then read some hours more, once.`;
  if (server === null) return warn(`The server's zone is not known.${ahead}`, "See the check of the clock.", facts);
  if (server === host) return ok(`The server and this host are both at UTC${signed(host)}.${ahead}`, facts);
  return ok(`The server is at UTC${signed(server)}, this host at UTC${signed(host)}; that is no fault.${ahead}`, facts);
}

/** Whole quarters of an hour, as zones are: the two clocks were not read in the same moment. */
function zoneMinutes(local: Modtime, utc: number): number {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(local) ?? [];
  const shown = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
  return Math.round((shown - utc) / MINUTE_MS / 15) * 15;
}

function hostZone(at: number): number {
  return -new Date(at).getTimezoneOffset();
}

function nextChange(now: number): number | null {
  for (let days = 1; days <= DAYS_AHEAD; days += 1) {
    const at = now + days * DAY_MS;
    if (hostZone(at) !== hostZone(now)) return at;
  }
  return null;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function signed(minutes: number): string {
  const size = Math.abs(minutes);
  const text = `${String(Math.floor(size / 60)).padStart(2, "0")}:${String(size % 60).padStart(2, "0")}`;
  return `${minutes < 0 ? "-" : "+"}${text}`;
}
