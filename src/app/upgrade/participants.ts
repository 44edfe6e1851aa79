import { asTidemarkError, fail } from "../../domain/errors/tidemark-error.ts";
import { acquireLock } from "../../staging/lock.ts";
import { coded } from "../data-directory.ts";
import type { Participant } from "./journal.ts";
import { type Mark, upgradePaths, writeJson } from "./mark.ts";
import type { Instance, UpgradeParts } from "./parts.ts";
import { type Presence, readPresence } from "./presence.ts";
import { dropMark, restoreSnapshot, takeSnapshot } from "./snapshot.ts";

/** A new program that does not stop when it is asked is not asked for longer, ms: nothing it does counts yet. */
const GRACE_MS = 3000;
/** Until the former program has to run again, ms. */
const RETURN_MS = 15_000;
const SAID_LINES = 15;

/**
 * All instances whose service is this installation's, with whether it runs now. One that runs another program file stays out of it. Those
 * that do not run take part with their data: somebody may start them while the new program is on trial, and it would migrate them for good.
 */
export async function everybody(parts: UpgradeParts): Promise<readonly Participant[]> {
  const { services, instances, files } = parts;
  const all = await Promise.all(
    instances.map(async (instance) => {
      const { running: isRunning, comesBack } = await services.state(instance.name);
      const presence = isRunning ? readPresence(instance.data, files) : null;
      return { instance, isRunning, comesBack, presence };
    }),
  );
  return all
    .filter(({ presence }) => presence === null || isOurs(presence, parts))
    .filter(
      ({ instance, isRunning, comesBack }) => isRunning || comesBack || files.exists(`${instance.data}/staging.sqlite`),
    )
    .map(({ instance, presence, ...how }) => ({ ...instance, ...how, address: presence?.address ?? null }));
}

function isOurs({ file }: Presence, { files, program }: UpgradeParts): boolean {
  return files.stamp(file)?.identity === files.stamp(program)?.identity;
}

/** @param isPatient false: a service on trial that does not end by itself is ended */
export async function stopAll(
  participants: readonly Participant[],
  { services, clock, host, files }: UpgradeParts,
  isPatient: boolean,
): Promise<void> {
  await Promise.all(
    participants.map(async ({ name, data }) => {
      const { pid } = await services.state(name);
      const stopped = new AbortController();
      const impatience = isPatient || pid === null ? null : clock.sleep(GRACE_MS, stopped.signal);
      void impatience?.then(
        () => host.kill(pid ?? 0),
        () => {},
      );
      try {
        await services.stop(name);
      } finally {
        stopped.abort();
      }
      // What a killed service left there is not to be taken for its successor's word.
      host.asOwnerOf(data, () => files.remove(upgradePaths(data).presence));
    }),
  );
}

/** Does `work` as the owner of the data directory, with its lock held. @throws data.* (data.locked names who else holds it) */
export function holding<T>({ host, clock, pid }: UpgradeParts, data: string, work: () => T): T {
  return host.asOwnerOf(data, () => {
    const holder = { pid, host: "this host", startedAt: clock.now() };
    return coded(data, () => {
      const lock = acquireLock({ path: `${data}/lock.sqlite`, holder });
      try {
        return work();
      } finally {
        lock.release();
      }
    });
  });
}

/** Keeps what a migration would change, and marks the data. Returns how many records there are. */
export function markData(parts: UpgradeParts, data: string, mark: Omit<Mark, "staging">): number {
  const { files, host } = parts;
  return holding(parts, data, () => {
    const { staging, facts } = takeSnapshot({ data, files, host }, mark.to.schema);
    writeJson(upgradePaths(data).mark, { ...mark, staging }, files);
    return facts.records;
  });
}

/** Lets the data be what they were, if the mark is there; it is gone when that was done already. */
export function unmarkData(parts: UpgradeParts, data: string, readMark: () => Mark | null): void {
  const { files } = parts;
  holding(parts, data, () => {
    const mark = readMark();
    if (mark !== null) {
      restoreSnapshot({ data, files }, mark);
      dropMark(data, files);
    }
    parts.host.removeTree(upgradePaths(data).directory);
  });
}

/** Starts the former program where it ran and waits until each has opened its data. @throws upgrade.not-running */
export async function startAgain(all: readonly Participant[], parts: UpgradeParts): Promise<void> {
  const { tell } = parts;
  const participants = all.filter(({ isRunning }) => isRunning);
  await startAll(all, parts);
  for (const participant of participants) {
    await untilPresent(participant, parts);
    tell({ type: "returned", instance: participant.name });
  }
}

/** Starts what ran, and lets what kept failing be tried again. @throws service.failed for what ran */
export async function startAll(
  all: readonly Participant[],
  { services }: Pick<UpgradeParts, "services">,
): Promise<void> {
  for (const { name, comesBack } of all) if (comesBack) await services.start(name).catch(() => {});
  const ran = all.filter(({ isRunning }) => isRunning);
  // One that cannot be started does not keep the others down.
  const started = await Promise.allSettled(ran.map(({ name }) => services.start(name)));
  for (const each of started) if (each.status === "rejected") throw each.reason;
}

async function untilPresent(
  { name, data }: Participant,
  { services, files, clock, timing }: UpgradeParts,
): Promise<void> {
  const began = clock.monotonic();
  for (;;) {
    const { running, says } = await services.state(name);
    const presence = readPresence(data, files);
    if (running && presence !== null && presence.trial === null) return;
    const isLate = clock.monotonic() - began > RETURN_MS;
    if (!running || isLate) {
      const reason = isLate && running ? "it has not opened its data" : `it ended (${says})`;
      throw fail("upgrade.not-running", { instance: name, reason });
    }
    await clock.sleep(timing.lookMs);
  }
}

/** The newest lines of what a program on trial wrote. */
export async function tellLastWords(
  { name: instance }: Instance,
  { services, tell, signal }: UpgradeParts,
): Promise<void> {
  const onLine = (line: string) => tell({ type: "said", instance, line });
  try {
    await services.logs(instance, { lines: SAID_LINES, follow: false, onLine, signal });
  } catch (reason) {
    // The log is a help: what has to be put back is put back without it, too.
    onLine(`(its log cannot be read: ${asTidemarkError(reason).message})`);
  }
}
