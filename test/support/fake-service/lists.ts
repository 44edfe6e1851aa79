import { fail } from "../../../src/domain/errors/tidemark-error.ts";

export interface ListPage<T> {
  readonly items: T[];
  /** null: these were the last. */
  readonly next: string | null;
  /** Behind the last of these. */
  readonly at: string;
}

/** A page of a list whose cursors are places in it. @throws api.bad-parameter */
export function pageOf<T>(all: readonly T[], cursor: string | undefined, limit: number): ListPage<T> {
  if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) {
    throw fail("api.bad-parameter", { name: "cursor", value: cursor.slice(0, 60), expected: "a cursor of an answer" });
  }
  const from = cursor === undefined ? 0 : Number(cursor);
  const items = all.slice(from, from + limit);
  const at = from + items.length;
  return { items, next: at < all.length ? String(at) : null, at: String(at) };
}
