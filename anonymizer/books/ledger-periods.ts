/** `balancelast01` is one period older than `balance`. */
const AGE = /(\d+)$/;

/**
 * The period that each column is of: the one with the most votes; of equals the one that fits best to the other columns, then the
 * latest. -1: no row is a sum.
 * @param votes of each column, by period
 */
export function periodsOfColumns(columns: readonly string[], votes: readonly Uint32Array[]): number[] {
  const ages = columns.map((name) => Number(AGE.exec(name)?.[1] ?? 0));
  const newest = newestOf(ages, votes);
  return votes.map((ofColumn, column) => {
    const most = Math.max(0, ...ofColumn);
    if (most === 0) return -1;
    const expected = newest - (ages[column] as number);
    return ofColumn[expected] === most ? expected : ofColumn.lastIndexOf(most);
  });
}

/** @returns the period of the newest column with which all columns together have the most votes, the latest of equals */
function newestOf(ages: readonly number[], votes: readonly Uint32Array[]): number {
  const periods = votes[0]?.length ?? 0;
  const sums = Array.from({ length: periods }, (_, newest) =>
    votes.reduce((sum, ofColumn, column) => sum + (ofColumn[newest - (ages[column] as number)] ?? 0), 0),
  );
  return sums.lastIndexOf(Math.max(0, ...sums));
}
