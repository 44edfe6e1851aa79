import type { TableName } from "../../src/domain/ids.ts";
import type { Examined, Gathered, Suspect } from "./examined.ts";
import { isUnmoved, type Unmoved } from "./unmoved.ts";

export interface FoundSuspect {
  readonly suspect: Suspect;
  readonly table: TableName;
}

/** Told in full; the rest is counted. */
const MOST_SUSPECTS = 5000;

/** What all batches say together. */
export class Examination {
  readonly made = new Map<TableName, number>();
  readonly suspects: FoundSuspect[] = [];
  /** Values that survived, all of them. */
  survived = 0;
  values = 0;
  leftOut = 0;
  searched = 0;
  coincidences = 0;
  readonly #unmoved = new Map<string, Unmoved>();

  takeGathered({ values, leftOut }: Gathered): void {
    this.values += values;
    this.leftOut += leftOut;
  }

  take({ table, made, searched, coincidences, survived, suspects, unmoved }: Examined): void {
    this.made.set(table, (this.made.get(table) ?? 0) + made);
    this.searched += searched;
    this.coincidences += coincidences;
    this.survived += survived;
    for (const suspect of suspects) {
      if (this.suspects.length < MOST_SUSPECTS) this.suspects.push({ suspect, table });
    }
    for (const { field, compared, equal } of unmoved) {
      const known = this.#unmoved.get(field) ?? { field, compared: 0, equal: 0 };
      known.compared += compared;
      known.equal += equal;
      this.#unmoved.set(field, known);
    }
  }

  unmoved(): readonly Unmoved[] {
    return [...this.#unmoved.values()].filter(isUnmoved);
  }
}
