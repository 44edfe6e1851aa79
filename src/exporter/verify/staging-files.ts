import { leafOf, parseRecordPath } from "../../canonical/path.ts";
import type { Oid, TableName } from "../../domain/ids.ts";
import type { StagingAudit } from "../../domain/ports/staging-audit.ts";
import { SCHEMA, type TableSchema } from "../../domain/schema/schema.ts";
import { reasonOf } from "../../domain/verification.ts";
import { CONFIG_FILE, MARKER_FILE } from "../commit-dirty.ts";
import { readTree } from "../history/tree-walk.ts";
import { DIRECTORY_MODE, FILE_MODE, type TreeItem } from "../objects/tree.ts";
import { OWN_DIRECTORY } from "../rebuild-trees.ts";
import type { ObjectStore } from "../repository/object-store.ts";
import type { Look } from "./look.ts";
import { compareLeaf } from "./staging-rows.ts";

export interface FilesCheck extends Look {
  readonly store: ObjectStore;
  readonly audit: StagingAudit;
}

/** Walks the head's directories beside staging's tables: nothing may be on one side alone. */
export class StagingFiles {
  readonly #check: FilesCheck;
  readonly #leaves = new Map<TableName, Set<number>>();
  readonly #parents = new Set<string>();
  /** Files of each table on main. */
  readonly counts = new Map<TableName, number>();

  constructor(check: FilesCheck) {
    this.#check = check;
  }

  /** @param tree the head's root. */
  async compare(tree: Oid): Promise<void> {
    await this.#directory(tree, "");
    await this.#rowsElsewhere();
    for (const parent of this.#check.audit.treeParents()) {
      if (this.#parents.has(parent)) continue;
      this.#check.report.found("tree-left", parent, "staging remembers a directory that main does not have.");
    }
  }

  async #directory(oid: Oid, path: string): Promise<void> {
    const items = this.#read(oid, path);
    if (items === null) return;
    const records = items.filter((item) => item.mode !== DIRECTORY_MODE && !isOwnFile(item, path));
    const rest = items.filter((item) => !records.includes(item));
    if (rest.length > 0) this.#compareEntries(rest, path);
    if (records.length > 0) this.#compareRecords(records, path);
    if (this.#check.pauses.due(records.length * 1024)) await this.#check.pauses.take();
    for (const { mode, name, oid: entry } of rest) {
      if (mode === DIRECTORY_MODE) await this.#directory(entry, path === "" ? name : `${path}/${name}`);
    }
  }

  /** A directory that cannot be read was told already; so were all rows below it not. */
  #read(oid: Oid, path: string): readonly TreeItem[] | null {
    try {
      return readTree(this.#check.store, oid);
    } catch (error) {
      this.#check.report.found("directory-unreadable", path || "/", reasonOf(error));
      return null;
    }
  }

  #compareEntries(items: readonly TreeItem[], path: string): void {
    const { audit, report } = this.#check;
    this.#parents.add(path);
    const staged = new Map<string, Oid>(audit.treeEntries(path).map(({ name, oid }) => [name, oid]));
    for (const { name, oid } of items) {
      const known = staged.get(name) ?? null;
      staged.delete(name);
      if (known === oid) continue;
      report.found("tree-differs", joined(path, name), `main has ${oid}; staging remembers ${known ?? "none"}.`);
    }
    for (const [name, oid] of staged) {
      report.found("tree-differs", joined(path, name), `main has none; staging remembers ${oid}.`);
    }
  }

  #compareRecords(items: readonly TreeItem[], path: string): void {
    const { audit, store, report } = this.#check;
    const files = new Map<string, Oid>();
    let place: { schema: TableSchema; leaf: number } | null = null;
    for (const { mode, name, oid } of items) {
      const record = mode === FILE_MODE ? parseRecordPath(joined(path, name)) : null;
      if (record === null) {
        report.found("foreign-file", joined(path, name), "It is not the file of a record.");
        continue;
      }
      const schema = SCHEMA.get(record.table) as TableSchema;
      place = { schema, leaf: leafOf(schema, record.key) };
      files.set(record.key, oid);
    }
    if (place === null) return;
    const { schema, leaf } = place;
    this.#leavesOf(schema.table).add(leaf);
    this.counts.set(schema.table, (this.counts.get(schema.table) ?? 0) + files.size);
    compareLeaf({ schema, files, rows: audit.rows(schema.table, leaf) }, store, report);
  }

  /** Rows in directories where main has no record file at all. */
  async #rowsElsewhere(): Promise<void> {
    const { audit, store, report, pauses } = this.#check;
    for (const { table } of audit.tables()) {
      const schema = SCHEMA.get(table);
      if (schema === undefined) {
        report.found("unknown-table", table, "staging has a table that MoneyWorks does not have.");
        continue;
      }
      const seen = this.#leavesOf(table);
      for (const leaf of audit.leaves(table)) {
        if (!seen.has(leaf)) compareLeaf({ schema, files: new Map(), rows: audit.rows(table, leaf) }, store, report);
        if (pauses.due(0)) await pauses.take();
      }
    }
  }

  #leavesOf(table: TableName): Set<number> {
    const leaves = this.#leaves.get(table) ?? new Set();
    this.#leaves.set(table, leaves);
    return leaves;
  }
}

function isOwnFile({ name }: TreeItem, path: string): boolean {
  return path === OWN_DIRECTORY && (name === MARKER_FILE || name === CONFIG_FILE);
}

function joined(path: string, name: string): string {
  return path === "" ? name : `${path}/${name}`;
}
