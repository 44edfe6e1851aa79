import {
  addGitSettings,
  type GitSetting,
  heldSettings,
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
/** And what they come to when a merge that is being made has reached main. */
const OPEN = "git-settings-open";

/** The host's configuration with what incoming commits changed, as staging has it. */
export function effectiveConfig(host: Config, staging: Pick<Staging, "setting">): Config {
  return withGitSettings(host, readSettings(staging));
}

export interface LiveConfigParts {
  readonly host: Config;
  readonly staging: Staging;
  readonly log: Log;
  readonly blob: (oid: Oid, most: number) => Uint8Array | null;
  /** Whether a step of main brought the commit there. */
  readonly isMerged: (commit: Oid) => boolean;
}

/**
 * The configuration in force. An incoming commit may change it while the service runs: main is the commit point, so that a commit
 * that did not reach main has changed nothing.
 */
export class LiveConfig implements ConfigurationGate {
  readonly #parts: LiveConfigParts;
  #now: Config;

  constructor(parts: LiveConfigParts) {
    this.#parts = parts;
    this.#now = parts.host;
    this.settle();
    this.#dropOverruled();
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

  merge<T>(change: IncomingChange | null, commit: Oid, make: () => T): T {
    this.settle();
    const { host, staging, log } = this.#parts;
    const judged = change === null ? [] : this.#judge(change).changes;
    const changes = judged.filter(({ verdict }) => verdict === "change");
    const settings = addGitSettings(readSettings(staging), changes, { host, commit });
    // What an earlier merge left that never reached main is gone with this.
    if (changes.length > 0 || readOpen(staging) !== null)
      staging.setSetting(OPEN, changes.length === 0 ? "" : JSON.stringify({ commit, settings }));
    if (changes.length === 0) return make();
    const made = this.#showing(withGitSettings(host, settings), make);
    this.#take(settings);
    for (const { key, ours, theirs } of changes)
      log.write("info", `configuration: ${key} is ${theirs} now, before ${ours}`, { commit });
    return made;
  }

  settle(): void {
    const { staging, log, isMerged } = this.#parts;
    const open = readOpen(staging);
    if (open === null || !isMerged(open.commit)) return;
    this.#take(open.settings);
    log.write("info", "configuration: changed by a commit that is on main", { commit: open.commit });
  }

  /** Main shows the configuration that it comes to. */
  #showing<T>(config: Config, make: () => T): T {
    const before = this.#now;
    this.#now = config;
    try {
      return make();
    } finally {
      this.#now = before;
    }
  }

  #take(settings: readonly GitSetting[]): void {
    const { host, staging } = this.#parts;
    staging.setSetting(SETTING, JSON.stringify(settings));
    staging.setSetting(OPEN, "");
    this.#now = effectiveConfig(host, staging);
  }

  /** The host has spoken since: what a commit said does not come back when the host's word changes once more. */
  #dropOverruled(): void {
    const { host, staging, log } = this.#parts;
    const settings = readSettings(staging);
    const held = heldSettings(host, settings);
    if (held.length === settings.length) return;
    staging.setSetting(SETTING, JSON.stringify(held));
    for (const { key, commit } of settings.filter((one) => !held.includes(one)))
      log.write("info", `configuration: ${key} is the host's again`, { commit });
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

interface OpenSettings {
  readonly commit: Oid;
  /** All settings that commits changed, this one's among them. */
  readonly settings: readonly GitSetting[];
}

function readOpen(staging: Pick<Staging, "setting">): OpenSettings | null {
  const open = parsed(staging.setting(OPEN));
  return typeof open === "object" && open !== null ? (open as OpenSettings) : null;
}

/** @throws data.corrupt for what is no list of settings */
function readSettings(staging: Pick<Staging, "setting">): readonly GitSetting[] {
  const text = staging.setting(SETTING) ?? "";
  if (text === "") return [];
  const settings = parsed(text);
  if (Array.isArray(settings)) return settings;
  throw fail("data.corrupt", { path: `setting ${SETTING}`, reason: "it is no list" });
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
