import type { NewRow } from "../../../src/simulator/company/data.ts";

const RECORDS = 10;
export const ROUNDS = 5;

export type Picked = { readonly kind: "neighbours" | "spread"; readonly places: readonly number[] };

/**
 * Which records each round changes, by their place among all: first rounds of ten neighbours among the newest, then
 * rounds of ten spread evenly enough that no two share a directory. No record is taken twice.
 */
export function pickChanges(records: number): readonly Picked[] {
  const ten = Array.from({ length: RECORDS }, (_, at) => at);
  const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
  const neighbours = rounds.map((round) => ten.map((at) => records - RECORDS * (round + 1) + at));
  const rest = records - RECORDS * ROUNDS;
  const spread = rounds.map((round) => ten.map((at) => Math.floor((rest * (at + (round + 0.5) / ROUNDS)) / RECORDS)));
  return [
    ...neighbours.map((places) => ({ kind: "neighbours", places }) as const),
    ...spread.map((places) => ({ kind: "spread", places }) as const),
  ];
}

/** Keeps the rows that a change will need, while all of them pass by. */
export class RowPicker {
  readonly #wanted: ReadonlySet<number>;
  readonly #rows = new Map<number, NewRow>();
  #place = 0;

  constructor(changes: readonly Picked[]) {
    this.#wanted = new Set(changes.flatMap(({ places }) => places));
  }

  see(rows: readonly NewRow[]): void {
    for (const row of rows) {
      if (this.#wanted.has(this.#place)) this.#rows.set(this.#place, row);
      this.#place += 1;
    }
  }

  rows(places: readonly number[]): NewRow[] {
    return places.map((place) => this.#rows.get(place)).filter((row) => row !== undefined);
  }
}
