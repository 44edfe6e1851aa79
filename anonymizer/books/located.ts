import { fail, TidemarkError } from "../../src/domain/errors/tidemark-error.ts";

const OF_A_VALUE: readonly string[] = ["anonymize.not-an-amount", "anonymize.amount-too-large", "anonymize.not-a-date"];

/** The same error, where it is of an amount that cannot be scaled or a date that cannot be moved, with where that stands: never with what it is. */
export function located(error: unknown, where: string): unknown {
  return error instanceof TidemarkError && OF_A_VALUE.includes(error.code) ? fail(error.code, { where }) : error;
}

/** Does what may meet such an amount. */
export function locating<T>(where: () => string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw located(error, where());
  }
}

/** `transaction 17`; exports of some tables have no numbers. */
export function nameOf(table: string, seq: number | null): string {
  return seq === null ? `a record of ${table}` : `${table} ${seq}`;
}
