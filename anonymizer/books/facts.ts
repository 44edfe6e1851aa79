import type { Context, TaxRate } from "../model/context.ts";
import type { TransactionFacts } from "./transaction.ts";

/** What the Context says of single transactions. */
export function factsOf({ rates, corrected, corrections }: Context): TransactionFacts {
  const byCode = new Map(rates.map((rate) => [rate.code.toUpperCase(), rate]));
  return {
    rate: (code, date) => rateAt(byCode.get(code), date),
    correction: (seq) => (seq === null ? 0 : (corrections[placeOf(corrected, seq)] ?? 0)),
  };
}

function rateAt(rate: TaxRate | undefined, date: string): number {
  if (rate === undefined) return Number.NaN;
  return (rate.date !== "" && date >= rate.date ? rate.rate2 : rate.rate1) / 100;
}

/** @returns where `number` is among ascending ones; -1: nowhere */
export function placeOf(numbers: Float64Array, number: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = numbers[middle] as number;
    if (found === number) return middle;
    if (found < number) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
