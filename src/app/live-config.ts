import {
  addGitSettings,
  type GitSetting,
  judgeSettings,
  type SettingChange,
  withGitSettings,
} from "../config/git-settings.ts";
import type { Config } from "../config/load.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { IncomingChange, TreeFile } from "../domain/ports/incoming.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { PromotedField, Reason } from "../domain/promotion.ts";
import type { PlannedFile } from "../promoter/plan/plan-types.ts";
import { readBytes } from "../promoter/plan/read-file.ts";
import type { ConfigurationGate } from "../promoter/ports.ts";

/** Where staging keeps what commits changed. */
const SETTING = "git-settings";

/** The host's configuration with what incoming commits changed, as staging has it. */
export function effectiveConfig(host: Config, staging: Pick<Staging, "setting">): Config {
  return withGitSettings(host, readSettings(staging));
}

export interface LiveConfigParts {
  readonly host: Config;
  readonly staging: Staging;
  readonly log: Log;
  readonly blob: (oid: Oid, most: number) => Uint8Array | null;
}

/** The configuration in force. An incoming commit may change it while the service runs. */
export class LiveConfig implements ConfigurationGate {
  readonly #parts: LiveConfigParts;
  #now: Config;

  constructor(parts: LiveConfigParts) {
    this.#parts = parts;
    this.#now = effectiveConfig(parts.host, parts.staging);
  }

  get now(): Config {
    return this.#now;
  }

  judge(change: IncomingChange): PlannedFile | null {
    const { changes, reasons } = this.#judge(change);
    if (changes.length === 0 && reasons.length === 0) return null;
    const parts = { path: change.path, kind: "configuration", table: null, key: null, seq: null, order: null } as const;
    return { ...parts, fields: changes.map(promotedField), reasons };
  }

  apply(change: IncomingChange, commit: Oid): void {
    const { host, staging, log } = this.#parts;
    const changes = this.#judge(change).changes.filter(({ verdict }) => verdict === "change");
    if (changes.length === 0) return;
    const settings = addGitSettings(readSettings(staging), changes, { host, commit });
    staging.setSetting(SETTING, JSON.stringify(settings));
    this.#now = effectiveConfig(host, staging);
    for (const { key, ours, theirs } of changes)
      log.write("info", `configuration: ${key} is ${theirs} now, before ${ours}`, { commit });
  }

  #judge({ bases, theirs }: IncomingChange): {
    readonly changes: readonly SettingChange[];
    readonly reasons: readonly Reason[];
  } {
    if (theirs === null) return refused("The configuration file must stay: put it back.");
    const [base = null] = bases;
    const texts = [theirs, base].map((file) => (file === null ? null : this.#text(file)));
    const [edited = null, before = null] = texts;
    if (edited === null) return refused("It cannot be read as a text in UTF-8.");
    const { host } = this.#parts;
    const { changes, faults } = judgeSettings({ base: before, theirs: edited }, { host, now: this.#now });
    const own = faults.map(({ key, text }) => configurationFault(key, text));
    const conflicts = changes.filter(({ verdict }) => verdict === "conflict").map(conflictOf);
    return { changes, reasons: [...own, ...conflicts] };
  }

  #text(file: TreeFile): string | null {
    const read = readBytes(({ oid }, most) => this.#parts.blob(oid, most), file);
    if ("reason" in read) return null;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(read.content);
    } catch {
      return null;
    }
  }
}

function refused(text: string) {
  return { changes: [], reasons: [configurationFault(null, text)] };
}

function configurationFault(field: string | null, text: string): Reason {
  return { code: "configuration", field, text };
}

function conflictOf({ key }: SettingChange): Reason {
  return { code: "conflict", field: key, text: `${key} was changed meanwhile, to something else.` };
}

function promotedField({ key, verdict, base, theirs, ours }: SettingChange): PromotedField {
  const state = verdict === "change" ? "asked" : verdict;
  return { field: key, state, base, theirs, moneyworks: ours };
}

/** @throws data.corrupt for what is no list of settings */
function readSettings(staging: Pick<Staging, "setting">): readonly GitSetting[] {
  const text = staging.setting(SETTING) ?? "";
  if (text === "") return [];
  try {
    const settings = JSON.parse(text);
    if (Array.isArray(settings)) return settings;
  } catch {
    // Told below.
  }
  throw fail("data.corrupt", { path: `setting ${SETTING}`, reason: "it is no list" });
}
