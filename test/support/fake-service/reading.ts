import type { Change } from "../../../src/api/contract/change.ts";
import type { PromotionReport } from "../../../src/api/contract/promotion.ts";
import type { RunDetail } from "../../../src/api/contract/run.ts";
import type { Status } from "../../../src/api/contract/status.ts";
import type { Reading } from "../../../src/api/service.ts";
import { fail } from "../../../src/domain/errors/tidemark-error.ts";
import { detailOf, type FakeRecord, findRecord, hitOf, xmlOf } from "./company.ts";
import { pageOf } from "./lists.ts";
import { statusOfReport } from "./promotions.ts";
import { fakeStatistics } from "./statistics.ts";

/** What the fake service holds. */
export interface FakeWorld {
  readonly company: ReadonlyMap<string, FakeRecord[]>;
  readonly runs: readonly RunDetail[];
  readonly changes: readonly Change[];
  readonly incoming: readonly PromotionReport[];
  status(): Status;
  head(): string;
}

export function fakeReading(world: FakeWorld): Reading {
  return {
    status: () => world.status(),
    runs: ({ kind, outcome, before, limit }) => {
      const all = world.runs.filter(
        (run) => (kind ?? run.kind) === run.kind && (outcome ?? run.outcome) === run.outcome,
      );
      const { items, next } = pageOf(all, before, limit);
      return { runs: items.map(({ tables: _, progress: __, check: ___, ...run }) => run), next };
    },
    run: (id) => world.runs.find(({ run }) => run === id) ?? null,
    changes: ({ since, before, table, key, field, run, limit }) => {
      const all = world.changes.filter(
        (each) =>
          (table ?? each.table) === each.table &&
          (key ?? each.key) === each.key &&
          (field ?? each.field) === each.field &&
          (run ?? each.run) === each.run,
      );
      if (since !== undefined) {
        const { items, next, at } = pageOf(all, since, limit);
        return { changes: items, since: at, before: null, more: next !== null };
      }
      const { items, next } = pageOf(all.toReversed(), before, limit);
      return { changes: items, since: String(all.length), before: next, more: false };
    },
    records: ({ table, search, after, limit }) => {
      const records = world.company.get(table);
      if (records === undefined) throw fail("record.no-table", { table });
      const found = records.flatMap((record) => {
        const hit = search === undefined ? null : hitOf(record, search.toLowerCase());
        if (hit === undefined) return [];
        return [{ key: record.key, seq: record.seq, modtime: record.modtime, found: hit }];
      });
      const { items, next } = pageOf(found, after, limit);
      return { table, total: records.length, records: items, scanned: records.length, next };
    },
    record: ({ table, key, at }) => {
      const record = findRecord(world.company, table, key);
      if (at !== null && at < Date.UTC(2025, 0, 1)) {
        const began = "2025-01-01T00:00:00.000Z";
        throw fail("record.before-mirror", { table, key, at: new Date(at).toISOString(), began });
      }
      const xml = xmlOf(record);
      const detail = detailOf(record, world.head(), new Date().toISOString());
      return { detail, xml, tag: Bun.hash(xml).toString(36) };
    },
    promotions: ({ before, limit }) => {
      const { items, next } = pageOf(world.incoming.map(statusOfReport), before, limit);
      return { promotions: items, next };
    },
    promotion: (commit) => world.incoming.find((report) => report.commit === commit) ?? null,
    statistics: fakeStatistics,
  };
}
