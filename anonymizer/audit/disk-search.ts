import type { Rules } from "../model/rule.ts";
import { type Balance, hashRecord } from "./balance.ts";
import type { Candidate, Place, RawSearch } from "./candidates.ts";
import { DiskReader, type DiskRecord, DiskTables } from "./disk.ts";
import type { Expected } from "./layout.ts";
import type { AuditDisk, AuditWatcher } from "./ports.ts";
import type { Findings } from "./report.ts";
import { duplicateFinding, foreignFinding } from "./telling.ts";

export interface DiskSearchParts {
  readonly disk: AuditDisk;
  readonly expected: Expected;
  readonly rules: Rules;
  readonly balance: Balance;
  readonly search: RawSearch;
  readonly findings: Findings;
  readonly watcher: AuditWatcher;
}

/** Told in full; the rest is counted. */
const MOST_CANDIDATES = 5000;

/** Reads the output as it lies on disk, every byte of it: records to the balance, all else is searched. */
export class DiskSearch {
  readonly tables: DiskTables;
  readonly candidates: Candidate[] = [];
  files = 0;
  bytes = 0;
  readonly #parts: DiskSearchParts;

  constructor(parts: DiskSearchParts) {
    this.#parts = parts;
    this.tables = new DiskTables(parts.rules, parts.expected.target);
  }

  async run(): Promise<void> {
    const { findings, search } = this.#parts;
    await this.#read({
      record: (record) => this.#record(record),
      foreign: (file, offset, bytes, reason) => {
        const place = placeIn(file, offset);
        if (reason !== null) findings.add(foreignFinding(place, reason));
        this.take(search.bytes(bytes, place));
      },
      stray: (file) => {
        const place = placeIn(file, null);
        findings.add(foreignFinding(place, "no run writes this file"));
        this.take(search.text(file, place));
      },
      link: (file) =>
        findings.add(foreignFinding(placeIn(file, null), "it is a link or a device, and was not followed")),
    });
  }

  /** Every record once more. */
  async again(record: (record: DiskRecord) => void): Promise<void> {
    const ignore = (): void => {};
    await this.#read({ record, foreign: ignore, stray: ignore, link: ignore });
  }

  take(candidates: readonly Candidate[]): void {
    for (const candidate of candidates) {
      if (this.candidates.length < MOST_CANDIDATES) this.candidates.push(candidate);
    }
  }

  async #read(sink: ConstructorParameters<typeof DiskReader>[1] & { link(file: string): void }): Promise<void> {
    const { disk, expected } = this.#parts;
    const reader = new DiskReader(expected, sink);
    this.files = 0;
    this.bytes = 0;
    for (const { path, isFile } of disk.files()) {
      this.files++;
      if (!isFile) {
        sink.link(path);
        continue;
      }
      const file = reader.open(path);
      for await (const chunk of disk.read(path)) {
        this.bytes += chunk.length;
        file.push(chunk);
      }
      file.end();
    }
  }

  #record(record: DiskRecord): void {
    const { table, file, path, offset, bytes } = record;
    const { balance, findings, watcher } = this.#parts;
    balance.found(hashRecord(table, path, bytes));
    if (this.tables.add(record)) findings.add(duplicateFinding({ ...placeIn(file, offset), table }));
    watcher.onRecords(1);
  }
}

const placeIn = (file: string, offset: number | null): Place => ({ file, table: null, record: null, offset });
