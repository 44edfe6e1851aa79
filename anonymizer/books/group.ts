import { apportion, apportionByCents } from "./apportion.ts";

/** Values of some lines that are to add up to a total. Used again, so that none is made for a record. */
export class Group {
  readonly rows: number[] = [];
  values = new Float64Array(16);
  /** What the values were before, in all. */
  sum = 0;

  clear(): void {
    this.rows.length = 0;
    this.sum = 0;
  }

  /** @param before cents in the source, `after` cents by themselves */
  add(row: number, before: number, after: number): void {
    if (this.rows.length === this.values.length) {
      const larger = new Float64Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.rows.length] = after;
    this.rows.push(row);
    this.sum += before;
  }

  /** Makes the values add up to `total` and hands each to `take`. */
  settle(total: number, take: (row: number, value: number) => void): void {
    apportion(this.values, this.rows.length, total);
    this.#hand(take);
  }

  /** The same, a cent to each value in turn, so that none is far from what it was. */
  settleByCents(total: number, take: (row: number, value: number) => void): void {
    apportionByCents(this.values, this.rows.length, total);
    this.#hand(take);
  }

  #hand(take: (row: number, value: number) => void): void {
    for (let i = 0; i < this.rows.length; i += 1) take(this.rows[i] as number, this.values[i] as number);
  }
}
