import { fail, type TidemarkError } from "../../domain/errors/tidemark-error.ts";

/** Within 1 and `most`, whatever was asked for. */
export function clamped(limit: number, most: number): number {
  return Number.isNaN(limit) ? most : Math.max(1, Math.min(most, Math.trunc(limit)));
}

/** Errors quote no more of an input than this. */
const MOST_QUOTED = 80;

export function badParameter(name: string, value: string, expected: string): TidemarkError {
  return fail("api.bad-parameter", { name, value: value.slice(0, MOST_QUOTED), expected });
}
