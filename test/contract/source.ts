import { describe, expect, test } from "bun:test";
import type { Modtime, TableName } from "../../src/domain/ids.ts";
import type { Page, PageRequest, Source, StampsPage } from "../../src/domain/ports/source.ts";
import type { SourceRecord } from "../../src/domain/record.ts";

/** A document that a suite may change behind the source's back, and the truth about it. */
export interface SourceHarness extends AsyncDisposable {
  readonly source: Source;
  /** Tables with records in them. */
  readonly tables: readonly TableName[];
  /** Numbers and modtimes of a table's records, ascending. */
  rows(table: string): readonly { readonly seq: number; readonly modtime: string }[];
  /** Numbers of the lines of a transaction. */
  lines(transaction: number): readonly number[];
  /** Changes a record; its modtime becomes the server's now. */
  edit(table: string, seq: number): void;
  add(table: string): number;
  remove(table: string, seq: number): void;
  /** Gives every record of a table one modtime. */
  stampAll(table: string, modtime: string): void;
  /** The server's clock goes on. */
  pass(seconds: number): void;
  /** The server's wall clock. */
  now(): string;
}

const never = new AbortController().signal;
const named = (table: string) => table as TableName;

/** What every Source must do, whatever is behind it. */
export function sourceContract(name: string, open: () => Promise<SourceHarness>): void {
  describe(`${name} as a source`, () => {
    test("tells its version, its document and its tables", async () => {
      await using harness = await open();
      const contact = await harness.source.contact(never);
      expect(contact.version).toMatch(/^\d/);
      expect(contact.document).not.toBeNull();
      for (const table of harness.tables) expect(contact.tables).toContain(table);
    });

    test("tells the server's time, bracketed by the host's", async () => {
      await using harness = await open();
      const { local, utc, askedAt, answeredAt } = await harness.source.time(never);
      expect(local as string).toBe(harness.now());
      expect(utc).not.toBeNull();
      expect(askedAt).toBeLessThanOrEqual(answeredAt);
    });

    test("reads every record of every table once, in order of number, in pages of any size", async () => {
      await using harness = await open();
      for (const table of harness.tables) {
        for (const limit of [7, 1000]) {
          const records = await readAll(harness.source, { table, limit });
          expect(records.map(({ seq, modtime }) => ({ seq, modtime: modtime as string }))).toEqual(
            harness.rows(table).map(({ seq, modtime }) => ({ seq, modtime })),
          );
        }
      }
    });

    test("counts what is left, so that the last page is known", async () => {
      await using harness = await open();
      const all = harness.rows("account");
      const first = await harness.source.page({ table: named("account"), after: 0, limit: 5 }, never);
      expect([first.records.length, first.found]).toEqual([5, all.length]);
      const rest = await harness.source.page({ table: named("account"), after: all[4]?.seq ?? 0, limit: 1000 }, never);
      expect([rest.records.length, rest.found]).toEqual([all.length - 5, all.length - 5]);
      const none = await harness.source.page({ table: named("account"), after: all.at(-1)?.seq ?? 0, limit: 5 }, never);
      expect([none.records.length, none.found]).toEqual([0, 0]);
      expect(await harness.source.count(named("account"), never)).toBe(all.length);
    });

    test("lists numbers and stamps alone, in pages of any size, also of what was modified since a time", async () => {
      await using harness = await open();
      for (const table of harness.tables) {
        for (const limit of [7, 10_000]) {
          const rows = await listAll(harness.source, { table, limit });
          expect(rows).toEqual(harness.rows(table).map(({ seq, modtime }) => ({ seq, modtime: modtime as Modtime })));
        }
      }
      harness.pass(3600);
      const since = harness.now() as Modtime;
      const [, edited = 0] = harness.rows("name").map(({ seq }) => seq);
      expect((await harness.source.stamps({ table: named("name"), after: 0, limit: 10, since }, never)).rows).toEqual(
        [],
      );
      harness.edit("name", edited);
      const { rows, found } = await harness.source.stamps({ table: named("name"), after: 0, limit: 10, since }, never);
      expect({ rows, found }).toEqual({ rows: [{ seq: edited, modtime: since }], found: 1 });
    });

    test("reads what was modified since a time, that second included", async () => {
      await using harness = await open();
      harness.pass(3600);
      const since = harness.now() as Modtime;
      const [, second, third] = harness.rows("name");
      for (const row of [second, third]) harness.edit("name", row?.seq ?? 0);
      const records = await readAll(harness.source, { table: named("name"), limit: 1, since });
      expect(records.map(({ seq }) => seq)).toEqual([second?.seq ?? 0, third?.seq ?? 0]);
    });

    test("reads a table of one single modtime in small pages without losing or repeating a record", async () => {
      await using harness = await open();
      const stamp = harness.now();
      harness.stampAll("product", stamp);
      const records = await readAll(harness.source, { table: named("product"), limit: 10, since: stamp as Modtime });
      expect(records.map(({ seq }) => seq)).toEqual(harness.rows("product").map(({ seq }) => seq));
    });

    test("loses no record that stays while others are changed, added and deleted between two pages", async () => {
      await using harness = await open();
      const before = harness.rows("name").map(({ seq }) => seq);
      const [deleted = 0] = before;
      let added = 0;
      const records = await readAll(harness.source, { table: named("name"), limit: 5 }, (page) => {
        if (page > 1) return;
        harness.remove("name", deleted);
        harness.edit("name", before[8] ?? 0);
        added = harness.add("name");
      });
      expect(records.map(({ seq }) => seq)).toEqual([...before, added]);
    });

    test("reads records by number, whichever exist", async () => {
      await using harness = await open();
      for (const table of ["transaction", "payments"]) {
        const numbers = harness.rows(table).map(({ seq }) => seq);
        const wanted = numbers.filter((_seq, index) => index % 23 === 0);
        const missing = [(numbers.at(-1) ?? 0) + 1, (numbers.at(-1) ?? 0) + 5000];
        const records = await harness.source.records(named(table), [...wanted, ...missing].reverse(), never);
        expect(records.map(({ seq }) => seq)).toEqual(wanted);
      }
      expect(await harness.source.records(named("transaction"), [], never)).toEqual([]);
    });

    test("names the transactions of modified lines, page by page", async () => {
      await using harness = await open();
      harness.pass(3600);
      const since = harness.now() as Modtime;
      const parents = harness
        .rows("transaction")
        .map(({ seq }) => seq)
        .slice(3, 6);
      const lines = parents.flatMap((seq) => harness.lines(seq)).sort((a, b) => a - b);
      for (const line of lines) harness.edit("detail", line);
      const whole = await harness.source.parentsOfModifiedLines(since, 0, 1000, never);
      const lastLine = lines.at(-1) ?? 0;
      expect(whole).toEqual({ parents, lines: lines.length, highest: since, lastLine, found: lines.length });
      const first = await harness.source.parentsOfModifiedLines(since, 0, 2, never);
      expect([first.lines, first.lastLine, first.found]).toEqual([2, lines[1] ?? 0, lines.length]);
      const last = await harness.source.parentsOfModifiedLines(since, lines.at(-2) ?? 0, 2, never);
      expect([last.lines, last.lastLine, last.found]).toEqual([1, lastLine, 1]);
    });

    test("rejects with the reason of the signal", async () => {
      await using harness = await open();
      const signal = AbortSignal.abort("stop");
      const calls = [
        harness.source.contact(signal),
        harness.source.time(signal),
        harness.source.page({ table: named("name"), after: 0, limit: 1 }, signal),
        harness.source.records(named("name"), [1], signal),
        harness.source.parentsOfModifiedLines("20250101000000" as Modtime, 0, 1, signal),
        harness.source.count(named("name"), signal),
      ];
      expect(await Promise.all(calls.map((call) => call.catch((reason) => reason)))).toEqual(calls.map(() => "stop"));
    });

    test("can be used again after it gave its log-in back", async () => {
      await using harness = await open();
      await harness.source.release();
      expect(await harness.source.count(named("account"), never)).toBe(harness.rows("account").length);
      await harness.source.release();
      await harness.source.release();
    });
  });
}

/** Pages until the last one; `between` is told the number of each page that was read, from 1. */
async function listAll(source: Source, request: Omit<PageRequest, "after">): Promise<StampsPage["rows"][number][]> {
  const rows: StampsPage["rows"][number][] = [];
  for (;;) {
    const page = await source.stamps({ ...request, after: rows.at(-1)?.seq ?? 0 }, never);
    rows.push(...page.rows);
    if (page.rows.length >= page.found) return rows;
  }
}

async function readAll(
  source: Source,
  request: Omit<PageRequest, "after">,
  between: (page: number) => void = () => undefined,
): Promise<readonly SourceRecord[]> {
  const records: SourceRecord[] = [];
  for (let page = 1; ; page += 1) {
    const after = records.at(-1)?.seq ?? 0;
    const read: Page = await source.page({ ...request, after }, never);
    records.push(...read.records);
    if (read.found <= read.records.length) return records;
    between(page);
  }
}
