import type { TableName } from "../../src/domain/ids.ts";
import type { Anonymity } from "./classes.ts";
import type { Finding } from "./finding.ts";

/** What an audit tells. It has no original value in it. */
export interface AuditReport {
  /** Whether nothing was found. */
  readonly isClean: boolean;
  /** How many findings there are of each kind; `findings` has the first of them. */
  readonly counts: Readonly<Record<Finding["kind"], number>>;
  readonly findings: readonly Finding[];
  readonly tables: readonly AuditedTable[];
  /** Original values that were searched for. */
  readonly values: number;
  /** Too short or too common to search for. */
  readonly leftOut: number;
  /** Values of the output that were searched in. */
  readonly searched: number;
  /** Forms of originals that stand in records of others by chance: a code became another's, a made-up name is somebody's. */
  readonly coincidences: number;
  readonly files: number;
  readonly bytes: number;
  readonly anonymity: readonly Anonymity[];
}

export interface AuditedTable {
  readonly table: TableName;
  /** What the engine makes of the source. */
  readonly made: number;
  /** What lies on disk. */
  readonly found: number;
}

/** Told in full; beyond it they are counted. */
export const MOST_FINDINGS = 200;

/** Findings, the first of each kind in full. */
export class Findings {
  readonly list: Finding[] = [];
  readonly counts: Record<Finding["kind"], number> = { survived: 0, foreign: 0, unmoved: 0, duplicate: 0, missing: 0 };

  /** @param times how many there are like it */
  add(finding: Finding, times = 1): void {
    if (this.counts[finding.kind] < MOST_FINDINGS) this.list.push(finding);
    this.counts[finding.kind] += times;
  }

  get isClean(): boolean {
    return Object.values(this.counts).every((count) => count === 0);
  }
}
