import { secretsOf } from "../config/describe.ts";
import { asTidemarkError, fail } from "../domain/errors/tidemark-error.ts";
import type { Host } from "../domain/ports/host.ts";
import { createRedactor } from "../lib/redact.ts";
import { createMailer } from "../platform/mail.ts";
import { openLog } from "./appliance.ts";
import { Heartbeat } from "./notify/heartbeat.ts";
import type { Speaker } from "./notify/message-text.ts";
import type { Notice } from "./notify/notice.ts";
import { sendersOf } from "./notify/senders.ts";
import { speakerOf } from "./notify/speaker.ts";
import { type Targets, targetsOf } from "./notify/targets.ts";
import { createWays, type Ways } from "./parts.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";

/** What came of one way. */
export interface NotifyAttempt {
  readonly way: "webhook" | "mail" | "heartbeat";
  readonly isTaken: boolean;
  /** What there is to say; without secrets. */
  readonly says: string;
  /** What to do; null: nothing. */
  readonly next: string | null;
}

/**
 * `tidemark notify --test`: sends a message each configured way, and tells what came of it. Needs no data directory; a service may be
 * running on it. @returns whether all of them were taken @throws config.*, notify.nobody
 */
export async function notifyTest(
  host: Host,
  input: SettingsInput,
  onAttempt: (attempt: NotifyAttempt) => void,
): Promise<boolean> {
  const config = readConfig(host, input);
  const ways = createWays(openLog(host, config));
  const targets = targetsOf(config, ways.files);
  const { webhook, mail, heartbeat } = targets;
  if (webhook === null && mail === null && heartbeat === null) throw fail("notify.nobody");
  const redact = createRedactor(secretsOf(config));
  const tell = ({ way, isTaken, says, next }: NotifyAttempt) => {
    onAttempt({ way, isTaken, says: redact(says), next: next === null ? null : redact(next) });
    return isTaken;
  };
  return await untilStopped(host, async (signal) => {
    let isWell = true;
    for await (const attempt of attempts({ ways, targets, speaker: speakerOf(config) }, signal))
      isWell = tell(attempt) && isWell;
    return isWell;
  });
}

interface Telling {
  readonly ways: Ways;
  readonly targets: Targets;
  readonly speaker: Speaker;
}

async function* attempts({ ways, targets, speaker }: Telling, signal: AbortSignal): AsyncGenerator<NotifyAttempt> {
  const { clock, random } = ways;
  const senders = sendersOf({ ...ways, targets, speaker, mailer: createMailer() });
  const notice = testNotice(random.uuid(clock.now()), clock.now());
  for (const [way, send] of senders) yield await attempt(way, async () => await send(notice, signal));
  const { heartbeat: target } = targets;
  if (target === null) return;
  yield await attempt("heartbeat", async () => {
    const reason = await new Heartbeat({ ...ways, target, version: speaker.version }).ask(signal);
    if (reason !== null) throw fail("notify.heartbeat-failed", { reason });
    return null;
  });
}

async function attempt(way: NotifyAttempt["way"], send: () => Promise<string | null>): Promise<NotifyAttempt> {
  try {
    const remark = await send();
    return { way, isTaken: remark === null, says: remark ?? "taken", next: null };
  } catch (reason) {
    const { message, hint } = asTidemarkError(reason);
    return { way, isTaken: false, says: message, next: hint };
  }
}

function testNotice(id: string, at: number): Notice {
  return {
    ...{ id, at, kind: "test", phase: "happened", code: null, since: null, run: null, others: [] },
    title: "This is a test",
    text: "Somebody ran tidemark notify --test. Nothing is wrong.",
    hint: null,
  };
}
