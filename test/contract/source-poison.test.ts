import { describe, expect, test } from "bun:test";
import type { Modtime, TableName } from "../../src/domain/ids.ts";
import { openSimulated, type Simulated } from "../support/simulated-source.ts";

const never = new AbortController().signal;
const NAME = "name" as TableName;
const DETAIL = "detail" as TableName;
const numbers = (harness: Simulated, table: string) => harness.rows(table).map(({ seq }) => seq);

/** Requests that `work` causes, by command. */
async function commands(harness: Simulated, work: () => Promise<unknown>): Promise<readonly string[]> {
  harness.simulator.controls.clearRequests();
  await work();
  return harness.simulator.controls.requests.map(({ command }) => command);
}

describe("a page", () => {
  test("may end below a number, with what is found counted so", async () => {
    await using harness = await openSimulated();
    const all = numbers(harness, "name");
    const [after = 0, below = 0] = [all[2], all[9]];
    const page = await harness.source.page({ table: NAME, after, below, limit: 4 }, never);
    expect(page.records.map(({ seq }) => seq)).toEqual(all.slice(3, 7));
    expect(page.found).toBe(6);
    const none = await harness.source.page({ table: NAME, after, below: after + 1, limit: 4 }, never);
    expect([none.records, none.found]).toEqual([[], 0]);
    const listed = await harness.source.stamps({ table: NAME, after, below, limit: 100 }, never);
    expect(listed.rows.map(({ seq }) => seq)).toEqual(all.slice(3, 9));
  });

  test("is asked for as often as it says, after errors that one record can cause", async () => {
    await using harness = await openSimulated();
    await harness.source.contact(never);
    const [first = 0] = numbers(harness, "name");
    harness.simulator.controls.poison("name", first, "error");
    for (const tries of [1, 2, undefined]) {
      const asked = await commands(harness, () =>
        harness.source.page({ table: NAME, after: 0, limit: 5, tries }, never).catch(() => null),
      );
      expect(asked).toHaveLength(tries ?? 5);
    }
    const asked = await commands(harness, () => harness.source.records(NAME, [first], never, 1).catch(() => null));
    expect(asked).toHaveLength(1);
  });
});

describe("a table whose first record cannot be exported", () => {
  test("is counted and listed all the same", async () => {
    await using harness = await openSimulated();
    const all = numbers(harness, "name");
    harness.simulator.controls.poison("name", all[0] ?? 0, "malformed");
    expect(await harness.source.count(NAME, never)).toBe(all.length);
    const { rows, found } = await harness.source.stamps({ table: NAME, after: 0, limit: 7 }, never);
    expect(rows.map(({ seq }) => seq)).toEqual(all.slice(0, 7));
    expect(found).toBe(all.length);
  });

  test("is not counted where nothing can be evaluated: the export's error is the answer", async () => {
    await using harness = await openSimulated();
    await harness.source.contact(never);
    harness.simulator.controls.poison("name", numbers(harness, "name")[0] ?? 0, "malformed");
    harness.simulator.controls.fault({ command: "evaluate", times: 0, effect: { kind: "text", body: "" } });
    await expect(harness.source.count(NAME, never)).rejects.toMatchObject({ code: "moneyworks.bad-xml" });
  });

  test("is listed in part only when it says so: a cut list is none", async () => {
    await using harness = await openSimulated();
    await harness.source.contact(never);
    harness.simulator.controls.poison("name", numbers(harness, "name")[0] ?? 0, "malformed");
    harness.simulator.controls.fault({ command: "export", nth: 3, times: 0, effect: { kind: "truncate", bytes: 48 } });
    const { source } = harness;
    await expect(source.stamps({ table: NAME, after: 0, limit: 7 }, never)).rejects.toMatchObject({
      code: expect.stringMatching(/^moneyworks\.(unstable|no-sequence-numbers)$/),
    });
  });
});

test("transactions of modified lines are found when the first line cannot be exported", async () => {
  await using harness = await openSimulated();
  const lines = numbers(harness, "detail");
  harness.stampAll("detail", "20250101000000");
  harness.pass(60);
  const since = harness.now() as Modtime;
  const some = lines.slice(4, 8);
  for (const line of some) harness.edit("detail", line);
  harness.simulator.controls.poison(DETAIL, some[0] ?? 0, "error");
  const { parents, found } = await harness.source.parentsOfModifiedLines(since, 0, 100, never);
  expect(found).toBe(4);
  const rows = harness.simulator.rows("detail").filter(({ seq }) => some.includes(seq));
  expect(parents).toEqual([...new Set(rows.map(({ parent }) => parent ?? 0))].sort((a, b) => a - b));
});
