import { posix, win32 } from "node:path";
import type { Files } from "../../domain/ports/files.ts";
import { type ProgramId, readJson, removeFile, writeJson } from "./mark.ts";

/**
 * `stopping`: the program is the old one. `swapping`, `trial`: it may be either, and nobody has written what is not in a snapshot while the
 * marks are there. `confirmed`: the upgrade counts, and the rest of the marks go. `returning`: program and data go back.
 */
export type JournalState = "stopping" | "swapping" | "trial" | "confirmed" | "returning";

/** One that takes part. */
export interface Participant {
  readonly name: string;
  readonly data: string;
  /** What it answered at before; null: nowhere. */
  readonly address: string | null;
  /** Whether its service runs, proves the new program, and has to run afterwards. */
  readonly isRunning: boolean;
  /** It keeps failing and is tried again and again: so it is afterwards, whatever comes of that. */
  readonly comesBack: boolean;
}

/** What is under way, in a file that outlives whoever upgrades. */
export interface Journal {
  readonly id: string;
  readonly state: JournalState;
  readonly from: ProgramId;
  readonly to: ProgramId;
  /** SHA-256 of the former program, hexadecimal: by it, and by no name, it is known again. */
  readonly fromSum: string;
  readonly participants: readonly Participant[];
  /** A person takes back an upgrade that counted. */
  readonly isTakeBack: boolean;
}

/** Files of an upgrade around the program; on one disk with it, so that a rename exchanges it. */
export interface ProgramPaths {
  readonly program: string;
  /** The former one, for going back. */
  readonly previous: string;
  /** Closed to other accounts. */
  readonly workshop: string;
  readonly lock: string;
  readonly journal: string;
  /** The last upgrade that counted. */
  readonly done: string;
  /** The verified candidate. */
  readonly next: string;
}

export function programPaths(program: string): ProgramPaths {
  const { join, dirname, extname } = program.includes("\\") ? win32 : posix;
  const end = extname(program) === ".exe" ? ".exe" : "";
  const workshop = join(dirname(program), ".tidemark-upgrade");
  return {
    ...{ program, workshop },
    previous: `${program.slice(0, program.length - end.length)}.previous${end}`,
    lock: join(workshop, "lock.sqlite"),
    journal: join(workshop, "journal.json"),
    done: join(workshop, "done.json"),
    next: join(workshop, `next${end}`),
  };
}

/** The journal's file. */
export class JournalFile {
  readonly #paths: ProgramPaths;
  readonly #files: Files;

  constructor(paths: ProgramPaths, files: Files) {
    this.#paths = paths;
    this.#files = files;
  }

  /** null: nothing is under way. */
  read(): Journal | null {
    return readJson<Journal>(this.#paths.journal, this.#files);
  }

  write(journal: Journal, state: JournalState): Journal {
    const next = { ...journal, state };
    writeJson(this.#paths.journal, next, this.#files);
    return next;
  }

  /** It counts, and can be taken back as long as nothing was committed since. */
  close(journal: Journal): void {
    writeJson(this.#paths.done, { ...journal, state: "confirmed" }, this.#files);
    removeFile(this.#paths.journal, this.#files);
  }

  /** As if it had never been. */
  drop(): void {
    removeFile(this.#paths.journal, this.#files);
  }

  last(): Journal | null {
    return readJson<Journal>(this.#paths.done, this.#files);
  }

  forgetLast(): void {
    removeFile(this.#paths.done, this.#files);
  }
}
