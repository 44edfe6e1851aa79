import type { Rules } from "../model/rule.ts";
import { Balance } from "./balance.ts";
import { RawSearch } from "./candidates.ts";
import type { Confirmed } from "./confirm.ts";
import { DiskSearch } from "./disk-search.ts";
import { Examination } from "./examination.ts";
import type { AuditMemory } from "./examined.ts";
import { piecesOf } from "./fields.ts";
import { FormFilter } from "./filter.ts";
import { ForeignRecords } from "./foreign.ts";
import { Forms } from "./forms.ts";
import type { Expected } from "./layout.ts";
import type { AuditDisk, AuditSource, AuditWatcher, Examiners } from "./ports.ts";
import { type AuditReport, Findings } from "./report.ts";
import { readSource, readWithSums } from "./source-pass.ts";
import { confirmedFindings, copyFinding, foreignFinding, missingFinding, unmovedFinding } from "./telling.ts";

export interface AuditParts {
  readonly source: AuditSource;
  readonly examiners: Examiners;
  readonly disk: AuditDisk;
  readonly memory: AuditMemory;
  readonly rules: Rules;
  readonly expected: Expected;
  readonly watcher: AuditWatcher;
}

/**
 * Searches an output for originals. Decision record 0031 says why in these steps: what is searched for; what lies on disk; what the
 * engine makes of each record, and whether an original came through; where disk and engine differ, what does; and whose it is.
 */
export class Audit {
  readonly #parts: AuditParts;
  readonly #findings = new Findings();
  readonly #examination = new Examination();
  readonly #balance: Balance;
  readonly #search: RawSearch;
  readonly #disk: DiskSearch;

  constructor(parts: AuditParts) {
    this.#parts = parts;
    this.#balance = new Balance(parts.memory.balance);
    this.#search = new RawSearch(new Forms(), new FormFilter(parts.memory.filter));
    this.#disk = new DiskSearch({ ...parts, balance: this.#balance, search: this.#search, findings: this.#findings });
  }

  async run(): Promise<AuditReport> {
    await this.#gather();
    this.#parts.watcher.onStep("read");
    await this.#disk.run();
    await this.#examine();
    if (!this.#balance.isEven()) await this.#compare();
    await this.#tellConfirmed();
    this.#tellRest();
    return this.#report();
  }

  async #gather(): Promise<void> {
    const { source, examiners, watcher } = this.#parts;
    watcher.onStep("gather");
    await readSource(source, examiners.width, {
      ask: (batch) => examiners.gather(batch),
      take: (gathered) => {
        this.#examination.takeGathered(gathered);
        watcher.onRecords(gathered.records);
      },
    });
  }

  async #examine(): Promise<void> {
    const { source, examiners, watcher } = this.#parts;
    watcher.onStep("examine");
    await readWithSums(source, examiners, {
      ask: (batch) => examiners.examine(batch),
      take: (examined) => {
        this.#examination.take(examined);
        watcher.onRecords(examined.read);
      },
      sumsOf: ({ sums }) => sums,
    });
  }

  /** The disk once more, and the source: only what is in buckets that are not even. */
  async #compare(): Promise<void> {
    const { source, examiners, expected, watcher } = this.#parts;
    watcher.onStep("compare");
    const records = new ForeignRecords(this.#balance, this.#search, piecesOf(expected.target));
    await this.#disk.again((record) => records.found(record));
    await readSource({ ...source, tables: source.written }, examiners.width, {
      ask: (batch) => examiners.images(batch),
      take: (images) => {
        for (const image of images) records.made(image);
        watcher.onRecords(images.length);
      },
    });
    for (const record of records.foreign()) {
      const finding = record.isCopy
        ? copyFinding(record)
        : foreignFinding(record, "No record of the source becomes this");
      this.#findings.add(finding);
      this.#disk.take(record.candidates);
    }
    if (records.passedOver === 0) return;
    const nowhere = { file: null, table: null, record: null, offset: null };
    const reason = `${records.passedOver} more records were not looked at`;
    this.#findings.add(foreignFinding(nowhere, reason), records.passedOver);
  }

  async #tellConfirmed(): Promise<void> {
    const { suspects, survived } = this.#examination;
    const { candidates } = this.#disk;
    const wanted = new Set(candidates.map(({ key }) => key));
    for (const { suspect } of suspects) if (suspect.origin === null) wanted.add(suspect.key);
    const confirmed = await this.#confirm(Float64Array.from(wanted));
    const found = confirmedFindings({ suspects, candidates, confirmed }, this.#parts.expected);
    for (const finding of found) this.#findings.add(finding);
    // Told are the first of each batch; the others are of the same making.
    if (found.length > 0) this.#findings.counts.survived += Math.max(0, survived - suspects.length);
  }

  async #confirm(keys: Float64Array): Promise<ReadonlyMap<number, Confirmed>> {
    const confirmed = new Map<number, Confirmed>();
    if (keys.length === 0) return confirmed;
    const { source, examiners, watcher } = this.#parts;
    watcher.onStep("confirm");
    await readSource(source, examiners.width, {
      ask: (batch) => examiners.confirm(batch, keys),
      take: (found) => {
        for (const one of found) if (!confirmed.has(one.key)) confirmed.set(one.key, one);
        watcher.onRecords(found.length);
      },
    });
    return confirmed;
  }

  #tellRest(): void {
    const found = this.#disk.tables.counts();
    for (const [table, made] of this.#examination.made) {
      const missing = made - (found.get(table) ?? 0);
      if (missing > 0) this.#findings.add(missingFinding(table, missing), missing);
    }
    for (const field of this.#examination.unmoved()) this.#findings.add(unmovedFinding(field));
  }

  #report(): AuditReport {
    const { made, values, leftOut, searched, coincidences } = this.#examination;
    const { list: findings, counts, isClean } = this.#findings;
    const { files, bytes } = this.#disk;
    const found = this.#disk.tables.counts();
    const names = [...new Set([...made.keys(), ...found.keys()])].sort();
    const tables = names.map((table) => ({ table, made: made.get(table) ?? 0, found: found.get(table) ?? 0 }));
    const anonymity = this.#disk.tables.anonymity();
    return { isClean, counts, findings, tables, values, leftOut, searched, coincidences, files, bytes, anonymity };
  }
}
