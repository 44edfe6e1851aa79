import type { Staging } from "../../domain/ports/staging.ts";
import { type Incidents, NO_INCIDENTS } from "./incidents.ts";
import type { Outbox } from "./outbox.ts";

/** Where staging keeps it. */
const SETTING = "notify";
const VERSION = 1;

/** All that outlives the process, written as one: what was decided and what is to be sent never disagree. */
export interface Memory {
  readonly incidents: Incidents;
  readonly outbox: Outbox;
}

const NOTHING: Memory = { incidents: NO_INCIDENTS, outbox: {} };

/** What another version wrote, or nobody can read, is forgotten: at worst something is told once more. */
export function readMemory(staging: Pick<Staging, "setting">): Memory {
  const text = staging.setting(SETTING);
  if (text === null) return NOTHING;
  const memory = parsed(text);
  return isMemory(memory) ? { incidents: memory.incidents, outbox: memory.outbox } : NOTHING;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isMemory(value: unknown): value is Memory {
  const { version, incidents, outbox } = Object(value);
  const { streaks, open, paces } = Object(incidents);
  return version === VERSION && [streaks, open, paces, outbox].every(isMap);
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function writeMemory(staging: Pick<Staging, "setSetting">, { incidents, outbox }: Memory): void {
  staging.setSetting(SETTING, JSON.stringify({ version: VERSION, incidents, outbox }));
}

/** What waits is of no use to anybody, and what still lasts is told anew. */
export function forgetMemory(staging: Pick<Staging, "setSetting">): void {
  writeMemory(staging, NOTHING);
}
