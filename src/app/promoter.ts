import type { Config } from "../config/load.ts";
import type { TableName } from "../domain/ids.ts";
import type { Importer } from "../domain/ports/importer.ts";
import type { Incoming } from "../domain/ports/incoming.ts";
import type { Random } from "../domain/ports/random.ts";
import type { ConfigurationGate, PromoterPorts, PromoterSettings } from "../promoter/ports.ts";
import { type PromoteResult, promoteBranches } from "../promoter/promote-branches.ts";
import { Reminders } from "../promoter/reminders.ts";
import type { PromoteRequest } from "../promoter/turn.ts";
import type { SyncPorts, SyncSettings } from "../sync/context.ts";
import type { HttpMeter } from "./http-meter.ts";
import { createEngine } from "./promotion-engine.ts";
import { raiseHalt } from "./raise-halt.ts";

export interface PromoterParts {
  readonly ports: SyncPorts;
  readonly importer: Importer;
  readonly incoming: Incoming;
  readonly configuration: ConfigurationGate;
  readonly random: Random;
  /** Of the requests to MoneyWorks; absent: nobody counts them. */
  readonly meter?: HttpMeter | undefined;
  /** Read anew at each step: a promotion may change them. */
  readonly syncSettings: () => SyncSettings;
  readonly settings: () => PromoterSettings;
}

/** Carries incoming commits into MoneyWorks. */
export interface Promoter {
  readonly ports: PromoterPorts;
  readonly settings: () => PromoterSettings;
  /** Whether a branch is one that commits are taken from. */
  isIncoming(branch: string): boolean;
  /** One turn. Main must be fresh: call it after a poll that went through. Does not throw. */
  promote(request: PromoteRequest): Promise<PromoteResult>;
}

export function createPromoter(parts: PromoterParts): Promoter {
  const { ports, importer, incoming, configuration, random, meter, settings } = parts;
  const { source, staging, clock, log } = ports;
  const engine = createEngine({ ports, incoming, random, meter, settings: parts.syncSettings });
  const reminders = new Reminders(clock);
  const effects = { engine, configuration, clock, random, log, reminders };
  const all: PromoterPorts = { incoming, importer, source, staging, ...effects };
  return {
    ports: all,
    settings,
    isIncoming: (branch) => settings().branches.some((pattern) => fits(branch, pattern)),
    promote: async (request) => {
      if (isIdle(ports, settings())) return { reports: [], error: null };
      const result = await promoteBranches(all, settings(), request);
      if (result.error !== null) raiseHalt({ staging, clock }, result.error);
      await release(ports, result, request.signal);
      return result;
    },
  };
}

/** `edits/*` is all below `edits/`. */
function fits(branch: string, pattern: string): boolean {
  return pattern.endsWith("/*") ? branch.startsWith(pattern.slice(0, -1)) : branch === pattern;
}

/** Nothing may be written, or there is no main to begin branches at. */
function isIdle({ staging, mirror }: SyncPorts, { branches }: PromoterSettings): boolean {
  const isOff = branches.length === 0 && staging.pendingPromotions().length === 0;
  return isOff || mirror.head() === null || staging.clockSamples(1).length === 0;
}

/** A turn that asked MoneyWorks anything gives the log-in back. */
async function release({ source }: SyncPorts, { reports }: PromoteResult, signal: AbortSignal): Promise<void> {
  if (reports.length > 0 && !signal.aborted) await source.release();
}

/** What the configuration says about write-back. */
export function promoterSettings({ values }: Config): PromoterSettings {
  const fields = values.id_fields.map((name) => name.split(".") as [TableName, string]);
  return {
    branches: values.incoming,
    tables: values.tables,
    mostRecords: values.max_promote,
    idFields: new Map(fields),
  };
}
