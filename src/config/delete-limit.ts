import type { ValueType } from "./option.ts";
import { outOfRange, wrongType } from "./value-types.ts";

/** How many records of one table a run may delete before a person has to say yes. */
export interface DeleteLimit {
  /** A share of the table's records in [0, 1], or null when only the count holds. */
  readonly share: number | null;
  /** A share never brakes below this many. */
  readonly count: number;
}

/** So few deletions are everyday work in a small table, where a share of them would be none at all. */
const LEAST_FOR_SHARE = 20;
const MOST = 10_000_000;

/** `5%` of a table (at least 20 records), or a plain count such as `100`. */
export const deleteLimitType: ValueType<DeleteLimit> = {
  expected: `a share such as 5% (0% to 100%) or a count from 0 to ${MOST}`,
  placeholder: "N%|N",
  parse(raw) {
    const match = /^(\d{1,9}(?:\.\d{1,4})?)(%?)$/.exec(String(raw.value));
    const [, digits, percent] = match ?? [];
    const number = Number(digits);
    if (digits === undefined || Array.isArray(raw.value)) return wrongType(this.expected, raw);
    if (percent === "%") {
      return number > 100 ? outOfRange(this.expected, raw) : { value: { share: number / 100, count: LEAST_FOR_SHARE } };
    }
    if (!Number.isInteger(number)) return wrongType(this.expected, raw);
    return number > MOST ? outOfRange(this.expected, raw) : { value: { share: null, count: number } };
  },
  format: ({ share, count }) => (share === null ? String(count) : `${Number((share * 100).toFixed(4))}%`),
};
