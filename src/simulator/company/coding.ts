import { awkwardCodes } from "./awkward.ts";

/** Every third record of a table has an awkward code until all of them are used. */
const EVERY = 3;

/** The codes of one table: `usual(index)`, and the awkward ones spread among them. Unique without regard to case. */
export function codesOf(awkward: boolean, size: number, usual: (index: number) => string): (index: number) => string {
  const codes = awkward ? awkwardCodes(size) : [];
  return (index) => (index % EVERY === EVERY - 1 ? codes[Math.floor(index / EVERY)] : undefined) ?? usual(index);
}
