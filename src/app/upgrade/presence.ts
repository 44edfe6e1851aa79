import type { Files } from "../../domain/ports/files.ts";
import type { Log } from "../../domain/ports/log.ts";
import { type ProgramId, readJson, upgradePaths, writeJson } from "./mark.ts";

/** What a running service tells of itself to programs of the same host, in `running.json` of its data directory. */
export interface Presence {
  readonly pid: number;
  readonly program: ProgramId;
  /** Where it was started from. */
  readonly file: string;
  /** The upgrade whose trial it stands; null: it goes by its schedule. */
  readonly trial: string | null;
  /** Schema of the staging file as it is open now. */
  readonly schema: number;
  /** Live records in it. */
  readonly records: number;
  /** `127.0.0.1:80`; null: it answers nowhere. */
  readonly address: string | null;
  /** Whether MoneyWorks answered a knock; null: not known yet, or not asked. */
  readonly moneyworks: { readonly code: string | null } | null;
  /** Counts on while it stands trial: a process that hangs stops counting. */
  readonly beats: number;
}

export function readPresence(data: string, files: Files): Presence | null {
  return readJson<Presence>(upgradePaths(data).presence, files);
}

export function tellPresence(data: string, presence: Presence, files: Files): void {
  writeJson(upgradePaths(data).presence, presence, files);
}

/** The same, where nothing hangs on it: on a full disk, or where the directory is gone, the service has other sorrows. */
export function tellIfPossible(data: string, presence: Presence, parts: Quietly): void {
  quietly(parts, () => tellPresence(data, presence, parts.files));
}

export function endPresence(data: string, parts: Quietly): void {
  quietly(parts, () => parts.files.remove(upgradePaths(data).presence));
}

interface Quietly {
  readonly files: Files;
  readonly log: Log;
}

function quietly({ log }: Quietly, work: () => void): void {
  try {
    work();
  } catch (reason) {
    log.write("warn", "running.json cannot be kept", { reason: String(reason) });
  }
}
