import type { TableName } from "../../src/domain/ids.ts";
import type { SumsDelta } from "../model/batch.ts";
import type { Likeness, Origin } from "./finding.ts";
import type { Unmoved } from "./unmoved.ts";

/** What threads of one audit share. */
export interface AuditMemory {
  readonly filter: ArrayBufferLike;
  readonly balance: ArrayBufferLike;
}

/** What one batch has to search for. */
export interface Gathered {
  readonly records: number;
  readonly values: number;
  /** Those of them that are too short or too common. */
  readonly leftOut: number;
}

/** A value that survived, for all that this batch tells. */
export interface Suspect {
  readonly key: number;
  readonly record: number | null;
  readonly path: string | null;
  readonly field: string;
  /** It came through because the field is kept. */
  readonly isKept: boolean;
  readonly likeness: Likeness;
  readonly masked: string;
  /** null: the record has it, in a field that may have it; whose it is, the source has to be asked. */
  readonly origin: Origin | null;
}

/** What one batch says. */
export interface Examined {
  readonly table: TableName;
  readonly read: number;
  readonly made: number;
  readonly sums: SumsDelta;
  /** Values that were searched in. */
  readonly searched: number;
  /** Some of them; `survived` counts all. */
  readonly suspects: readonly Suspect[];
  readonly survived: number;
  /** Forms of originals that are there by chance. */
  readonly coincidences: number;
  readonly unmoved: readonly Unmoved[];
}

/** A record that the engine makes, of a bucket in which the disk has other ones. */
export interface OpenImage {
  readonly hash: bigint;
  readonly table: TableName;
  readonly record: number | null;
  readonly path: string | null;
  /** Its forms: what a changed record has beside them was put there. */
  readonly keys: Float64Array;
}
