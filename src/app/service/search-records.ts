import type { RecordList, RecordSummary } from "../../api/contract/record.ts";
import { inflate } from "../../canonical/blob.ts";
import type { RecordKey, TableName } from "../../domain/ids.ts";
import { badParameter } from "./limits.ts";
import type { ReadingParts } from "./reading-parts.ts";
import { summaryOf } from "./record-summary.ts";
import { TextSearch } from "./text-search.ts";

export interface SearchQuery {
  readonly table: TableName;
  readonly text: string;
  readonly after: string | undefined;
  readonly limit: number;
}

/** One answer takes no longer, give or take a batch: a sync in the same thread waits for it. */
const BUDGET_MS = 70;
/** However quick the machine: what a client gets to hear of progress. */
const MOST_BODIES = 20_000;
/** A batch of keys or of records takes some 5 ms. */
const KEYS_AT_ONCE = 10_000;
const BODIES_AT_ONCE = 100;
const MOST_CHARACTERS = 200;
/** First the keys of the whole table are gone through, which is quick, then the fields. */
const CURSOR = /^(key|field):(.*)$/s;

/**
 * Records that hold a text: those whose key does, by key, and after them those of whose fields one does, by key. `next` goes on
 * where the time was up or the page was full. There is no index of words: docs/decisions/0019.
 * @throws api.bad-parameter
 */
export function searchRecords(parts: ReadingParts, query: SearchQuery): Omit<RecordList, "table" | "total"> {
  if (query.text.length > MOST_CHARACTERS)
    throw badParameter("search", query.text, `at most ${MOST_CHARACTERS} characters`);
  return new Search(parts, query).go();
}

class Search {
  readonly #parts: ReadingParts;
  readonly #query: SearchQuery;
  readonly #search: TextSearch;
  readonly #found: RecordSummary[] = [];
  readonly #end: number;
  #scanned = 0;

  constructor(parts: ReadingParts, query: SearchQuery) {
    this.#parts = parts;
    this.#query = query;
    this.#search = new TextSearch(query.text, query.table, parts.hidden());
    this.#end = parts.clock.monotonic() + BUDGET_MS;
  }

  go(): Omit<RecordList, "table" | "total"> {
    const { phase, after } = placeOf(this.#query.after);
    const next = phase === "key" ? this.#keys(after) : this.#fields(after);
    return { records: this.#found, scanned: this.#scanned, next };
  }

  /** Returns the cursor to go on from, null at the end of all. */
  #keys(from: RecordKey | null): string | null {
    const { table } = this.#query;
    const text = this.#search.forKeys;
    for (let after = from; ; ) {
      const { rows, next } = this.#parts.staging.keysLike(table, after, { text, most: KEYS_AT_ONCE });
      for (const row of rows) {
        if (!this.#search.isIn(row.key)) continue;
        this.#found.push(summaryOf(row, null));
        if (this.#isFull()) return `key:${row.key}`;
      }
      if (next === null) return this.#fields(null);
      if (this.#isLate()) return `key:${next}`;
      after = next;
    }
  }

  #fields(from: RecordKey | null): string | null {
    for (let after = from; ; ) {
      if (this.#isLate()) return `field:${after ?? ""}`;
      const batch = this.#parts.staging.bodiesAfter(this.#query.table, after, BODIES_AT_ONCE);
      for (const { row, body } of batch) {
        after = row.key;
        this.#scanned++;
        // Those were told among the keys.
        const found = this.#search.isIn(row.key) ? null : this.#search.find(inflate(body));
        if (found === null) continue;
        this.#found.push(summaryOf(row, found));
        if (this.#isFull()) return `field:${row.key}`;
      }
      if (batch.length < BODIES_AT_ONCE) return null;
    }
  }

  #isFull(): boolean {
    return this.#found.length >= this.#query.limit;
  }

  #isLate(): boolean {
    return this.#scanned >= MOST_BODIES || this.#parts.clock.monotonic() >= this.#end;
  }
}

function placeOf(cursor: string | undefined): { readonly phase: "key" | "field"; readonly after: RecordKey | null } {
  if (cursor === undefined) return { phase: "key", after: null };
  const [, phase, key = ""] = CURSOR.exec(cursor) ?? [];
  if (phase === undefined) throw badParameter("after", cursor, "the next of an earlier answer to the same search");
  return { phase: phase as "key" | "field", after: key === "" ? null : (key as RecordKey) };
}
