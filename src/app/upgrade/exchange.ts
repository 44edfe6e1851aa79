import { asTidemarkError, fail } from "../../domain/errors/tidemark-error.ts";
import type { Candidate } from "./candidate.ts";
import { type Journal, JournalFile, type JournalState, programPaths } from "./journal.ts";
import { isSame, type Mark, type ProgramId, readMark, upgradePaths, writeJson } from "./mark.ts";
import {
  everybody,
  holding,
  markData,
  startAgain,
  startAll,
  stopAll,
  tellLastWords,
  unmarkData,
} from "./participants.ts";
import type { UpgradeParts } from "./parts.ts";
import { sumOf, swapBack, swapIn } from "./program-files.ts";
import { type Recovery, recoveryOf } from "./recovery.ts";
import { dropMark } from "./snapshot.ts";
import { requireNothingSince } from "./take-back.ts";
import { type Fault, watchTrial } from "./watch.ts";

/** Exchanges the installed program. Each step is one that a crash leaves either before or after it, and the journal says which. */
export class Exchange {
  readonly #parts: UpgradeParts;
  readonly #file: JournalFile;

  constructor(parts: UpgradeParts) {
    this.#parts = parts;
    this.#file = new JournalFile(programPaths(parts.program), parts.files);
  }

  /** Finishes or takes back what an earlier one left. @returns the program that is in place now; null: nothing was exchanged */
  async recover(): Promise<ProgramId | null> {
    const { files, program } = this.#parts;
    files.remove(programPaths(program).next);
    const journal = this.#file.read();
    if (journal === null) return null;
    if (this.#isReplaced(journal)) {
      await this.#leave(journal);
      return null;
    }
    const outcome = await this.#putBackOrFinish(journal);
    this.#parts.tell({ type: "recovered", outcome, from: journal.from.version, to: journal.to.version });
    return outcome === "undo" ? journal.from : journal.to;
  }

  /**
   * What a service manager asks before it starts a service: whoever upgraded has died, so the former program gets its place back. The
   * data follow when it starts, and the rest of the journal is for the next upgrade.
   */
  settleProgram(): void {
    const journal = this.#file.read();
    if (journal === null || journal.state === "stopping" || this.#isReplaced(journal)) return;
    if (recoveryOf(journal.state, this.#isMarkGone(journal)) === "finish") return;
    if (sumOf(this.#parts.program, this.#parts.files) === journal.fromSum) return;
    if (journal.isTakeBack) return;
    const { files, program } = this.#parts;
    const { next } = programPaths(program);
    files.remove(next);
    files.link(program, next);
    this.#file.write(journal, "returning");
    swapBack(this.#swap(), journal.fromSum);
    // Sums take a while, in which a service of another document may have decided that the new program stays.
    if (this.#isAnyMarkGone(journal)) {
      swapIn(this.#swap());
      this.#file.write(journal, journal.state);
    } else files.remove(next);
  }

  /** @throws upgrade.rolled-back, upgrade.half-back */
  async run({ id: to }: Candidate): Promise<void> {
    const { files, self, program, newId } = this.#parts;
    const participants = await everybody(this.#parts);
    const fromSum = sumOf(program, files) ?? "";
    const begun: Journal = { id: newId(), state: "stopping", from: self, to, fromSum, participants, isTakeBack: false };
    let journal = this.#file.write(begun, "stopping");
    const enter = (state: JournalState) => {
      journal = this.#file.write(begun, state);
    };
    const failure = await this.#exchange(begun, enter).catch((reason: unknown) => {
      return `failed: ${asTidemarkError(reason, this.#parts.signal).message}`;
    });
    if (failure === null) await this.#finish(journal);
    else await this.#giveUp(journal, failure);
  }

  /** Takes the last upgrade back, if nothing was committed since. @throws upgrade.committed-since, upgrade.nothing-to-go-back */
  async takeBack(): Promise<Journal> {
    const { files, program, instances, directories, self } = this.#parts;
    const { previous } = programPaths(program);
    const last = this.#file.last();
    const isThere = last !== null && sumOf(previous, files) === last.fromSum;
    if (!isThere) throw fail("upgrade.nothing-to-go-back", { reason: `the former program is not at ${previous}` });
    if (sumOf(program, files) === last.fromSum) {
      throw fail("upgrade.nothing-to-go-back", { reason: `the program from before it is in place already` });
    }
    if (!isSame(self, last.to) && !isSame(self, last.from)) {
      throw fail("upgrade.nothing-to-go-back", { reason: `${self.version} was not installed by an upgrade` });
    }
    for (const data of [...instances.map((instance) => instance.data), ...directories]) {
      requireNothingSince(data, last, files);
    }
    const participants = await everybody(this.#parts);
    const journal: Journal = { ...last, participants, isTakeBack: true };
    await this.#putBack(this.#file.write(journal, "returning"));
    this.#file.forgetLast();
    return journal;
  }

  /** @returns what keeps the new program from staying; null: nothing does */
  async #exchange(begun: Journal, enter: (state: JournalState) => void): Promise<string | null> {
    const { signal, tell } = this.#parts;
    const records = await this.#stopAndMark(begun);
    signal.throwIfAborted();
    enter("swapping");
    this.#file.forgetLast();
    swapIn(this.#swap());
    enter("trial");
    tell({ type: "swapped", version: begun.to.version });
    const proving = { ...begun, participants: begun.participants.filter(({ isRunning }) => isRunning) };
    const fault = (await this.#start(proving)) ?? (await watchTrial(proving, records, this.#parts));
    if (fault === null) return null;
    await tellLastWords(fault.participant, this.#parts);
    return fault.reason;
  }

  /** How many records each has. */
  async #stopAndMark({ participants, id, from, to }: Journal): Promise<ReadonlyMap<string, number>> {
    const { timing, tell } = this.#parts;
    await stopAll(participants, this.#parts, true);
    const records = new Map<string, number>();
    const patienceMs = timing.limitMs + timing.settleMs + timing.returnMs;
    for (const { name, data, isRunning, comesBack } of participants) {
      if (isRunning || comesBack) tell({ type: "stopped", instance: name });
      records.set(name, markData(this.#parts, data, { id, from, to, patienceMs }));
      tell({ type: "snapshot", instance: name });
    }
    return records;
  }

  async #start({ participants }: Journal): Promise<Fault | null> {
    const { services, tell } = this.#parts;
    for (const participant of participants) {
      try {
        await services.start(participant.name);
      } catch (reason) {
        return { participant, reason: `did not start: ${asTidemarkError(reason).message}` };
      }
      tell({ type: "started", instance: participant.name });
    }
    return null;
  }

  /** @throws what became of it, unless the new program went on by itself meanwhile */
  async #giveUp(journal: Journal, reason: string): Promise<void> {
    const names = { version: journal.from.version, to: journal.to.version };
    this.#parts.tell({ type: "failed", reason });
    let outcome: Recovery;
    try {
      outcome = await this.#putBack(journal);
    } catch (cause) {
      const details = { ...names, failure: reason, reason: asTidemarkError(cause).message };
      throw fail("upgrade.half-back", details, { cause });
    }
    if (outcome === "undo") throw fail("upgrade.rolled-back", { ...names, reason });
  }

  async #finish(journal: Journal): Promise<void> {
    const { files, host, tell } = this.#parts;
    this.#file.write(journal, "confirmed");
    for (const { data } of journal.participants) host.asOwnerOf(data, () => dropMark(data, files));
    await startAll(journal.participants, this.#parts);
    this.#file.close(journal);
    tell({ type: "confirmed", version: journal.to.version });
  }

  async #putBackOrFinish(journal: Journal): Promise<Recovery> {
    if (recoveryOf(journal.state, this.#isMarkGone(journal)) === "undo") return await this.#putBack(journal);
    await this.#finish(journal);
    return "finish";
  }

  /** The program first, then the data: a program that starts in between finds a mark that is not its own and puts them back itself. */
  async #putBack(journal: Journal): Promise<Recovery> {
    const { participants, isTakeBack, fromSum, id } = journal;
    const { files } = this.#parts;
    await stopAll(participants, this.#parts, isTakeBack);
    if (recoveryOf(journal.state, this.#isMarkGone(journal)) === "finish") {
      await this.#finish(journal);
      return "finish";
    }
    if (isTakeBack) await this.#markAgain(journal);
    this.#sayReturning(journal);
    swapBack(this.#swap(), fromSum);
    try {
      for (const { data } of participants) unmarkData(this.#parts, data, () => ownMark(readMark(data, files), id));
    } catch (reason) {
      // The former program puts its data back itself as soon as it can, on a full disk once there is room: nobody is left stopped.
      await startAll(participants, this.#parts).catch(() => {});
      throw reason;
    }
    await startAgain(participants, this.#parts);
    this.#file.drop();
    return "undo";
  }

  /** What the journal says by now leads back as well; on a full disk, which may be what failed, there is no room to say more. */
  #sayReturning(journal: Journal): void {
    try {
      this.#file.write(journal, "returning");
    } catch {
      // A disk that takes nothing must not keep the former program away.
    }
  }

  /** A person takes back what counted: the data wait for the former program as they did for the new one. @throws upgrade.committed-since */
  async #markAgain(journal: Journal): Promise<void> {
    const { files, program, host } = this.#parts;
    if (sumOf(program, files) === journal.fromSum) return;
    try {
      for (const { data } of journal.participants) this.#markOne(data, journal);
    } catch (reason) {
      for (const { data } of journal.participants) host.asOwnerOf(data, () => dropMark(data, files));
      this.#file.drop();
      await startAgain(journal.participants, this.#parts);
      throw reason;
    }
  }

  #markOne(data: string, journal: Journal): void {
    const { files, timing } = this.#parts;
    const { id, from, to } = journal;
    holding(this.#parts, data, () => {
      const staging = requireNothingSince(data, journal, files);
      writeJson(upgradePaths(data).mark, { id, from, to, staging, patienceMs: timing.returnMs } satisfies Mark, files);
    });
  }

  /**
   * Whether a new program went on by itself. Where the former one is in place, it took the mark away itself when it put its data back;
   * and what a person takes back had no mark to begin with.
   */
  #isMarkGone(journal: Journal): boolean {
    const { files, program } = this.#parts;
    if (journal.isTakeBack || sumOf(program, files) === journal.fromSum) return false;
    return this.#isAnyMarkGone(journal);
  }

  #isAnyMarkGone({ participants, id }: Journal): boolean {
    const { files } = this.#parts;
    return participants.some(({ data }) => ownMark(readMark(data, files), id) === null);
  }

  /** Somebody put a program in place that belongs to no side of the upgrade, and the former one is nowhere. */
  #isReplaced({ fromSum, state }: Journal): boolean {
    const { files, program } = this.#parts;
    if (state === "confirmed") return false;
    return ![program, programPaths(program).previous].some((path) => sumOf(path, files) === fromSum);
  }

  /** The program that is there now puts marked data back when it starts. */
  async #leave({ participants, from, to }: Journal): Promise<void> {
    await startAll(participants, this.#parts);
    this.#file.drop();
    this.#parts.tell({ type: "left", from: from.version, to: to.version });
  }

  #swap() {
    const { files, isWindows, program } = this.#parts;
    return { files, isWindows, paths: programPaths(program) };
  }
}

function ownMark(mark: Mark | null, id: string): Mark | null {
  return mark?.id === id ? mark : null;
}
