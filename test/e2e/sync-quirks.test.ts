import { describe, expect, test } from "bun:test";
import { generateCompany } from "../../src/simulator/company/generate.ts";
import type { Quirks } from "../../src/simulator/options.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { treeOf } from "../support/mirror-files.ts";
import { tables, totals, World } from "../support/world.ts";

const settings = { tables: tables("account", "taxrate", "name", "product", "job", "transaction", "user"), chunk: 40 };
const PLAIN = tables("account", "taxrate", "name", "product", "job", "transaction", "user", "payments");

/** A server with this peculiarity and one without hold the same company. */
const SERVERS: readonly (readonly [name: string, quirks: Partial<Quirks>])[] = [
  ["no TextToDate of 14 digits", { textToDate14: false }],
  ["no TextToDate and no TimeAdd, so that polls read whole tables", { textToDate14: false, timeAdd: false }],
  ["no custom export formats", { customFormats: false }],
  ["no Timestamp", { timestampFunction: false }],
  ["CR LF line ends", { crlf: true }],
  ["raw control characters", { controlCharacters: "raw" }],
  ["an unescaped >", { escapeGt: false }],
  ["empty bodies for empty results", { emptyResultBody: true }],
  ["searches of at most 255 characters", { searchLimit255: true }],
  ["no newline at the end", { trailingNewline: false }],
  ["a reconciliation that stamps the header too", { reconcileStampsHeader: true }],
  [
    "all of them",
    {
      textToDate14: false,
      customFormats: false,
      timestampFunction: false,
      crlf: true,
      controlCharacters: "raw",
      emptyResultBody: true,
      searchLimit255: true,
    },
  ],
];

describe("a server with", () => {
  test.each(SERVERS)(
    "%s is mirrored truly, by a first read, polls and a full sync",
    async (_, quirks) => {
      await using world = await World.open({
        data: generateCompany({ seed: 5, records: 140 }),
        server: { quirks },
        settings: quirks.customFormats === false ? settings : { ...settings, tables: PLAIN },
      });
      await world.poll();
      expectMirrored(world);
      const { records, simulator } = world;
      for (let round = 0; round < 2; round++) {
        world.pass(200);
        for (const table of ["name", "product"] as const) {
          for (const { seq } of simulator.rows(table).slice(0, 15)) {
            records.edit(table, seq, { comment: `Round ${round}\u000b<&>"'\r␛{B}` });
          }
        }
        const lines = simulator.rows("transaction").flatMap(({ lines = [] }) => lines.slice(0, 1));
        for (const line of lines.slice(0, 45)) records.edit("detail", line, { description: `Round ${round}` });
        records.add("name", { fields: { code: `ROUND${round}` } });
        await world.poll();
        expectMirrored(world);
      }
      for (const { seq } of simulator.rows("job").slice(0, 3)) records.remove("job", seq);
      expect(totals((await world.full()).tables)).toMatchObject({ deleted: 3, changed: 0, added: 0 });
      expectMirrored(world);
    },
    60_000,
  );

  test("any of them gives the same tree, byte for byte", async () => {
    const trees = new Set<string>();
    for (const [, quirks] of SERVERS.filter(([, { customFormats }]) => customFormats !== false)) {
      await using world = await World.open({
        data: generateCompany({ seed: 5, records: 150 }),
        server: { quirks },
        settings,
      });
      await world.poll();
      trees.add(treeOf(world.remotePath));
    }
    expect(trees.size).toBe(1);
  }, 60_000);
});
