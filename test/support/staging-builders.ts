import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Modtime, Oid, RecordKey, RunId, TableName } from "../../src/domain/ids.ts";
import type { NewChange, PageWrite, PreparedCommit, Upsert } from "../../src/domain/ports/staging.ts";
import type { SeedRow } from "../../src/domain/ports/staging-history.ts";

export const NAME = "name" as TableName;
export const RUN = "01890000-0000-7000-8000-000000000001" as RunId;
export const MODTIME = "20250310141502" as Modtime;

/** A made-up object id that depends on the text alone. */
export function oidOf(text: string): Oid {
  return new Bun.CryptoHasher("sha1").update(text).digest("hex") as Oid;
}

/** A record whose content is `text`; all of a leaf's worth of keys live in leaf 0. */
export function upsert(key: string, seq: number, text = `${key}/${seq}`): Upsert {
  const body = Bun.deflateSync(new TextEncoder().encode(text));
  return { key: key as RecordKey, seq, modtime: MODTIME, oid: oidOf(text), leaf: seq >>> 6, body, size: text.length };
}

export function touch(key: string, seq: number, modtime: string = MODTIME): PageWrite["touches"][number] {
  return { key: key as RecordKey, seq, modtime: modtime as Modtime };
}

export function keys(...names: string[]): RecordKey[] {
  return names as RecordKey[];
}

export function page(parts: Partial<PageWrite> = {}): PageWrite {
  return { run: RUN, table: NAME, at: 1_700_000_000_000, upserts: [], touches: [], deletes: [], changes: [], ...parts };
}

export function added(key: string): NewChange {
  return { key: key as RecordKey, operation: "added", field: null, old: null, new: null };
}

export function changed(key: string, field: string, old: string | null, value: string | null): NewChange {
  return { key: key as RecordKey, operation: "changed", field, old, new: value };
}

export function seedRow(key: string, text = key, table: TableName = NAME): SeedRow {
  const { oid, body, size } = upsert(key, 1, text);
  return { table, key: key as RecordKey, leaf: 0, oid, body, size };
}

export function commit(name: string, parts: Partial<PreparedCommit> = {}): PreparedCommit {
  const ids = { commit: oidOf(name), parent: null, pack: oidOf(`pack ${name}`) };
  return { run: RUN, ...ids, records: 1, at: 1_700_000_000_500, trees: [], markers: [], ...parts };
}

/** A directory of the test's own under the system's temporary one. */
export function temporaryDirectory(): { path: string; file(name: string): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "tidemark-staging-"));
  return { path, file: (name) => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) };
}
