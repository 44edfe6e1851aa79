import { isSame, type ProgramId } from "./mark.ts";
import type { Presence } from "./presence.ts";

/** What a new program has to show. */
export interface Expected {
  /** Of the upgrade. */
  readonly id: string;
  readonly program: ProgramId;
  /** As many records as there were before. */
  readonly records: number;
  /** What the former program answered at; null: nowhere, which is then no fault of the new one either. */
  readonly address: string | null;
  /** Until it has to have shown it, ms after its start. */
  readonly limitMs: number;
  /** How long it has to go on then, ms. */
  readonly settleMs: number;
}

/** One look at it. */
export interface Seen {
  /** Since its start, ms. */
  readonly at: number;
  readonly running: boolean;
  readonly pid: number | null;
  /** In the service manager's words. */
  readonly says: string;
  readonly presence: Presence | null;
  /** Whether `/healthz` answered 200 at its address; null: it was not asked, or has none. */
  readonly answers: boolean | null;
}

/** What the looks so far amount to. */
export type Verdict =
  | { readonly kind: "waiting"; readonly pid: number | null; readonly proven: { at: number; beats: number } | null }
  | { readonly kind: "good" }
  | { readonly kind: "bad"; readonly reason: string };

export const FIRST_VERDICT: Verdict = { kind: "waiting", pid: null, proven: null };

/** A hanging process is told from a slow one by so much, ms. */
const SLOW_MS = 3000;

/** Judges a program on trial, one look after the other. Pure. */
export function judge(before: Verdict, seen: Seen, expected: Expected): Verdict {
  if (before.kind !== "waiting") return before;
  if (!seen.running) return bad(`ended (${seen.says})`);
  if (before.pid !== null && seen.pid !== before.pid) return bad("ended and was started again");
  const { presence } = seen;
  const pid = seen.pid;
  if (presence === null || presence.trial !== expected.id) {
    return late(seen, expected) ? bad(`had not opened its data after ${seconds(seen.at)} s`) : { ...before, pid };
  }
  const fault = faultOf(presence, expected);
  if (fault !== null) return bad(fault);
  if (seen.answers === false) {
    return late(seen, expected) ? bad(`did not answer at ${presence.address}`) : { ...before, pid };
  }
  return settled(before.proven ?? { at: seen.at, beats: presence.beats }, { seen, presence, expected });
}

function settled(
  proven: { readonly at: number; readonly beats: number },
  { seen, presence, expected }: { readonly seen: Seen; readonly presence: Presence; readonly expected: Expected },
): Verdict {
  const since = seen.at - proven.at;
  const goesOn = presence.beats > proven.beats;
  if (since >= expected.settleMs && goesOn) return { kind: "good" };
  if (since >= expected.settleMs + SLOW_MS) return bad("hung after it had opened its data");
  return { kind: "waiting", pid: seen.pid, proven };
}

function faultOf({ program, schema, records, address }: Presence, expected: Expected): string | null {
  if (!isSame(program, expected.program)) return `says that it is ${program.version} (${program.commit})`;
  if (schema !== expected.program.schema) return `left the data at schema ${schema}`;
  if (records < expected.records) return `sees ${records} records where ${expected.records} were before`;
  if (address === null && expected.address !== null) return `answers nowhere, and ${expected.address} answered before`;
  return null;
}

function late({ at }: Seen, { limitMs }: Expected): boolean {
  return at >= limitMs;
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}

function bad(reason: string): Verdict {
  return { kind: "bad", reason };
}
