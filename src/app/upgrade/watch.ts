import { HttpFailure } from "../../domain/ports/http.ts";
import type { Journal, Participant } from "./journal.ts";
import type { UpgradeParts } from "./parts.ts";
import { type Presence, readPresence } from "./presence.ts";
import { type Expected, FIRST_VERDICT, judge, type Seen, type Verdict } from "./trial-verdict.ts";

/** `/healthz` of a host's own service answers at once, or something is wrong. */
const HEALTH_MS = 2000;

export interface Fault {
  readonly participant: Participant;
  /** Follows the program's name: `ended (exit code 3)`. */
  readonly reason: string;
}

/** Watches programs on trial until all have proven themselves or one has failed to. @returns null: all are good */
export async function watchTrial(
  journal: Journal,
  records: ReadonlyMap<string, number>,
  parts: UpgradeParts,
): Promise<Fault | null> {
  const { clock, timing, signal } = parts;
  const began = clock.monotonic();
  const verdicts = new Map<string, Verdict>(journal.participants.map(({ name }) => [name, FIRST_VERDICT]));
  for (;;) {
    for (const participant of journal.participants) {
      const { name, address } = participant;
      const seen = await look(participant, clock.monotonic() - began, parts);
      const expected = expectedOf(journal, { records: records.get(name) ?? 0, address }, parts);
      const verdict = judge(verdicts.get(name) ?? FIRST_VERDICT, seen, expected);
      if (verdict.kind === "bad") return { participant, reason: verdict.reason };
      verdicts.set(name, verdict);
    }
    if ([...verdicts.values()].every(({ kind }) => kind === "good")) return await worseOff(journal, parts);
    await clock.sleep(timing.lookMs, signal);
  }
}

function expectedOf(
  { id, to: program }: Journal,
  before: Pick<Expected, "records" | "address">,
  { timing: { limitMs, settleMs } }: UpgradeParts,
): Expected {
  return { id, program, limitMs, settleMs, ...before };
}

async function look({ name, data }: Participant, at: number, parts: UpgradeParts): Promise<Seen> {
  const { running, pid, says } = await parts.services.state(name);
  const presence = readPresence(data, parts.files);
  return { at, running, pid, says, presence, answers: await answers(presence, parts) };
}

async function answers(presence: Presence | null, { http }: UpgradeParts): Promise<boolean | null> {
  const address = presence?.address ?? null;
  if (address === null) return null;
  // Where it listens at every address of the host, this host reaches it at its own.
  const here = address.replace(/^0\.0\.0\.0:/, "127.0.0.1:").replace(/^\[::\]:/, "[::1]:");
  try {
    const request = { method: "GET", url: `http://${here}/healthz`, headers: {}, idleTimeoutMs: HEALTH_MS } as const;
    return (await http.request(request)).status === 200;
  } catch (reason) {
    if (reason instanceof HttpFailure) return false;
    throw reason;
  }
}

/** MoneyWorks may be away for reasons of its own: only what the former program can do and the new one cannot counts. */
async function worseOff({ participants }: Journal, { files, knock }: UpgradeParts): Promise<Fault | null> {
  for (const participant of participants) {
    const code = readPresence(participant.data, files)?.moneyworks?.code ?? null;
    if (code !== null && (await knock(participant.name)) === null) {
      return { participant, reason: `cannot reach MoneyWorks (${code}), which the former program can` };
    }
  }
  return null;
}
