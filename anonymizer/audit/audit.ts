import type { TableName } from "../../src/domain/ids.ts";
import type { Rules } from "../model/rule.ts";
import { Balance, hashRecord } from "./balance.ts";
import { type Candidate, RawSearch } from "./candidates.ts";
import type { Confirmed } from "./confirm.ts";
import { DiskReader, type DiskRecord, DiskTables } from "./disk.ts";
import type { AuditMemory, Examined, Suspect } from "./examined.ts";
import { piecesOf } from "./fields.ts";
import { FormFilter } from "./filter.ts";
import { ForeignRecords } from "./foreign.ts";
import { Forms } from "./forms.ts";
import type { Expected } from "./layout.ts";
import type { AuditDisk, AuditSource, AuditStep, AuditWatcher, Examiners } from "./ports.ts";
import { type AuditReport, Findings } from "./report.ts";
import { readSource, readWithSums } from "./source-pass.ts";
import {
  confirmedFindings,
  copyFinding,
  duplicateFinding,
  foreignFinding,
  missingFinding,
  unmovedFinding,
} from "./telling.ts";
import { isUnmoved, type Unmoved } from "./unmoved.ts";

export interface AuditParts {
  readonly source: AuditSource;
  readonly examiners: Examiners;
  readonly disk: AuditDisk;
  readonly memory: AuditMemory;
  readonly rules: Rules;
  readonly expected: Expected;
  readonly watcher: AuditWatcher;
}

/** Told in full; the rest is counted. */
const MOST_TOLD = 5000;

/**
 * Searches an output for originals. Decision record 0031 says why in these steps: what is searched for; what lies on disk; what the
 * engine makes of each record, and whether an original came through; where disk and engine differ, what does; and whose it is.
 */
export class Audit {
  readonly #parts: AuditParts;
  readonly #findings = new Findings();
  readonly #tables: DiskTables;
  readonly #made = new Map<TableName, number>();
  readonly #unmoved = new Map<string, Unmoved>();
  readonly #suspects: { readonly suspect: Suspect; readonly table: TableName }[] = [];
  readonly #candidates: Candidate[] = [];
  readonly #balance: Balance;
  readonly #search: RawSearch;
  #totals = { values: 0, searched: 0, coincidences: 0, survived: 0, files: 0, bytes: 0 };

  constructor(parts: AuditParts) {
    this.#parts = parts;
    this.#balance = new Balance(parts.memory.balance);
    this.#search = new RawSearch(new Forms(), new FormFilter(parts.memory.filter));
    this.#tables = new DiskTables(parts.rules, parts.expected.target);
  }

  async run(): Promise<AuditReport> {
    await this.#gather();
    this.#readDisk();
    await this.#examine();
    if (!this.#balance.isEven()) await this.#compare();
    await this.#confirm();
    this.#tellRest();
    return this.#report();
  }

  async #gather(): Promise<void> {
    const { source, examiners } = this.#parts;
    const step = this.#step("gather");
    await readSource(source, examiners.width, {
      ask: (batch) => examiners.gather(batch),
      take: (values) => {
        this.#totals.values += values;
        step(1);
      },
    });
  }

  /** Every byte once: records to the balance, all else to the search. */
  #readDisk(): void {
    const { disk, expected } = this.#parts;
    const step = this.#step("read");
    const reader = new DiskReader(expected, {
      record: (record) => this.#record(record),
      foreign: (file, offset, bytes, reason) => {
        const place = { file, table: null, record: null, offset };
        if (reason !== null) this.#findings.add(foreignFinding(place, reason));
        this.#take(this.#search.bytes(bytes, place));
      },
      stray: (file) => {
        const place = { file, table: null, record: null, offset: null };
        this.#findings.add(foreignFinding(place, "no run writes this file"));
        this.#take(this.#search.text(file, place));
      },
    });
    for (const { path, isFile } of disk.files()) {
      this.#totals.files++;
      if (!isFile) {
        const place = { file: path, table: null, record: null, offset: null };
        this.#findings.add(foreignFinding(place, "it is a link or a device, and was not followed"));
        continue;
      }
      this.#readFile(reader, path, step);
    }
  }

  #readFile(reader: DiskReader, path: string, step: (bytes: number) => void): void {
    const file = reader.open(path);
    this.#parts.disk.read(path, (chunk) => {
      this.#totals.bytes += chunk.length;
      file.push(chunk);
      step(chunk.length);
    });
    file.end();
  }

  #record(record: DiskRecord): void {
    const { table, file, path, offset, bytes } = record;
    this.#balance.found(hashRecord(table, path, bytes));
    if (!this.#tables.add(record)) return;
    this.#findings.add(duplicateFinding({ table, file, offset, record: null }));
  }

  async #examine(): Promise<void> {
    const { source, examiners } = this.#parts;
    const step = this.#step("examine");
    await readWithSums(source, examiners, {
      ask: (batch) => examiners.examine(batch),
      take: (examined) => {
        this.#takeExamined(examined);
        step(examined.made);
      },
      sumsOf: ({ sums }) => sums,
    });
  }

  #takeExamined({ table, made, searched, coincidences, survived, suspects, unmoved }: Examined): void {
    this.#made.set(table, (this.#made.get(table) ?? 0) + made);
    this.#totals.searched += searched;
    this.#totals.coincidences += coincidences;
    this.#totals.survived += survived;
    for (const suspect of suspects) {
      if (this.#suspects.length < MOST_TOLD) this.#suspects.push({ suspect, table });
    }
    for (const { field, compared, equal } of unmoved) {
      const known = this.#unmoved.get(field) ?? { field, compared: 0, equal: 0 };
      known.compared += compared;
      known.equal += equal;
      this.#unmoved.set(field, known);
    }
  }

  /** The disk once more, and the source: only what is in buckets that do not even out. */
  async #compare(): Promise<void> {
    const { source, examiners, disk, expected } = this.#parts;
    const step = this.#step("compare");
    const records = new ForeignRecords(this.#balance, this.#search, piecesOf(expected.target));
    const ignore = (): void => {};
    const reader = new DiskReader(expected, {
      record: (record) => records.found(record),
      foreign: ignore,
      stray: ignore,
    });
    for (const { path, isFile } of disk.files()) {
      if (!isFile) continue;
      const file = reader.open(path);
      disk.read(path, (chunk) => file.push(chunk));
      file.end();
    }
    await readSource(source, examiners.width, {
      ask: (batch) => examiners.images(batch),
      take: (images) => {
        for (const image of images) records.made(image);
        step(images.length);
      },
    });
    for (const record of records.foreign()) {
      this.#findings.add(
        record.isCopy ? copyFinding(record) : foreignFinding(record, "no record of the source becomes this"),
      );
      this.#take(record.candidates);
    }
    if (records.passedOver > 0) {
      const place = { file: null, table: null, record: null, offset: null };
      this.#findings.add(
        foreignFinding(place, `${records.passedOver} more records were not looked at`),
        records.passedOver,
      );
    }
  }

  async #confirm(): Promise<void> {
    const wanted = new Set(this.#candidates.map(({ key }) => key));
    for (const { suspect } of this.#suspects) if (suspect.origin === null) wanted.add(suspect.key);
    const confirmed = new Map<number, Confirmed>();
    if (wanted.size > 0) {
      const { source, examiners } = this.#parts;
      const step = this.#step("confirm");
      await readSource(source, examiners.width, {
        ask: (batch) => examiners.confirm(batch, Float64Array.from(wanted)),
        take: (found) => {
          for (const one of found) if (!confirmed.has(one.key)) confirmed.set(one.key, one);
          step(1);
        },
      });
    }
    const found = { suspects: this.#suspects, candidates: this.#candidates, confirmed };
    for (const finding of confirmedFindings(found, this.#parts.expected)) this.#findings.add(finding);
  }

  #tellRest(): void {
    const found = this.#tables.counts();
    for (const [table, made] of this.#made) {
      const there = found.get(table) ?? 0;
      if (there < made) this.#findings.add(missingFinding(table, made - there), made - there);
    }
    for (const field of this.#unmoved.values()) if (isUnmoved(field)) this.#findings.add(unmovedFinding(field));
  }

  #take(candidates: readonly Candidate[]): void {
    for (const candidate of candidates) if (this.#candidates.length < MOST_TOLD) this.#candidates.push(candidate);
  }

  #report(): AuditReport {
    const { values, searched, coincidences, files, bytes } = this.#totals;
    const { list, counts, isClean } = this.#findings;
    const found = this.#tables.counts();
    const names = [...new Set([...this.#made.keys(), ...found.keys()])].sort();
    const tables = names.map((table) => ({ table, made: this.#made.get(table) ?? 0, found: found.get(table) ?? 0 }));
    const anonymity = this.#tables.anonymity();
    return { isClean, counts, findings: list, tables, values, searched, coincidences, files, bytes, anonymity };
  }

  #step(step: AuditStep): (more: number) => void {
    let done = 0;
    return (more) => {
      done += more;
      this.#parts.watcher.onProgress(step, done);
    };
  }
}
