import { createPromoter, type Promoter } from "../../src/app/promoter.ts";
import type { Oid, TableName } from "../../src/domain/ids.ts";
import type { Importer } from "../../src/domain/ports/importer.ts";
import type { Incoming } from "../../src/domain/ports/incoming.ts";
import type { PromotionOutcome, PromotionReport } from "../../src/domain/promotion.ts";
import type { ConfigurationGate, PromoterSettings } from "../../src/promoter/ports.ts";
import type { SyncPorts, SyncSettings } from "../../src/sync/context.ts";
import type { World } from "./world.ts";

/** A promoter for tests of runs that are not about promotions: no branch is ever looked at. */
export function noPromoter(): Promoter {
  const promote = async () => ({ reports: [], error: null });
  return { promote } as unknown as Promoter;
}

export interface PromoterParts {
  readonly ports: SyncPorts;
  readonly importer: Importer;
  readonly incoming: Incoming;
  readonly syncSettings: () => SyncSettings;
  readonly settings?: Partial<PromoterSettings>;
  readonly uuid: () => string;
}

/** A promoter as the program builds it, with a configuration that no commit can change. */
export function promoterOf({ ports, importer, incoming, syncSettings, settings, uuid }: PromoterParts): Promoter {
  return createPromoter({
    ports,
    importer,
    incoming,
    configuration: fixedConfiguration(),
    random: { fraction: () => 0.5, uuid },
    syncSettings,
    settings: () => ({ ...defaultSettings(syncSettings().tables), ...settings }),
  });
}

function defaultSettings(tables: readonly TableName[]): PromoterSettings {
  const idFields = ["name", "product", "job", "transaction"].map((table) => [table, "usertext"] as const);
  return { branches: ["changes", "edits/*"], tables, mostRecords: 500, idFields: new Map(idFields) };
}

function fixedConfiguration(): ConfigurationGate {
  const reasons = [{ code: "configuration", field: null, text: "The configuration is fixed in this test." }] as const;
  const parts = { kind: "configuration", table: null, key: null, seq: null, order: null, fields: [] } as const;
  return {
    judge: ({ path }) => ({ ...parts, path, reasons }),
    merge: (_change, _commit, make) => make(),
    settle: () => {},
  };
}

/** A poll and a turn of promotions. @throws the error that either ended with */
export async function promoteIn(world: World, { again = false } = {}): Promise<readonly PromotionReport[]> {
  await world.poll();
  const { reports, error } = await world.promoter.promote({ signal: new AbortController().signal, again });
  if (error !== null) throw error;
  return reports;
}

/** Outcomes by commit, in the order in which they were judged. */
export function outcomes(reports: readonly PromotionReport[]): readonly (readonly [Oid, PromotionOutcome])[] {
  return reports.map(({ commit, outcome }) => [commit, outcome]);
}

/** Every reason of a report: `path code field`. */
export function reasonsOf({ reasons, records }: PromotionReport): readonly string[] {
  const own = reasons.map(({ code }) => code as string);
  const all = records.flatMap(({ path, reasons: each }) =>
    each.map(({ code, field }) => `${path} ${code} ${field ?? "-"}`),
  );
  return [...own, ...all];
}
