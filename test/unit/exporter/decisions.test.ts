import { describe, expect, test } from "bun:test";
import type { Oid } from "../../../src/domain/ids.ts";
import type { Batch } from "../../../src/domain/ports/staging.ts";
import { packsToFold, withinReach } from "../../../src/exporter/fold-plan.ts";
import { batchesToSend } from "../../../src/exporter/outgoing-pack.ts";
import { type Ends, type Position, positionOf } from "../../../src/exporter/position.ts";

const [A, B, C, X] = ["aa", "bb", "cc", "ee"].map((byte) => byte.repeat(20)) as [Oid, Oid, Oid, Oid];

describe("where the remote's main is", () => {
  const cases: readonly [string, Ends, Position][] = [
    ["no main there, none was pushed", { remote: null, head: C, left: null, unpushed: [C] }, "empty"],
    ["both ends have nothing", { remote: null, head: null, left: null, unpushed: [] }, "empty"],
    ["no main there, but one was pushed", { remote: null, head: C, left: B, unpushed: [C] }, "gone"],
    ["where we are", { remote: C, head: C, left: B, unpushed: [C] }, "in-step"],
    ["where we left it", { remote: A, head: C, left: A, unpushed: [B, C] }, "behind"],
    ["at a commit whose push we did not see end", { remote: B, head: C, left: A, unpushed: [B, C] }, "behind"],
    ["at a commit that is not ours", { remote: X, head: C, left: A, unpushed: [B, C] }, "moved"],
    ["before where we left it", { remote: A, head: C, left: B, unpushed: [C] }, "moved"],
    ["somewhere, and we never pushed", { remote: X, head: C, left: null, unpushed: [C] }, "unproven"],
    ["somewhere, and we have no history", { remote: X, head: null, left: null, unpushed: [] }, "unknown"],
    ["somewhere, and our history is lost", { remote: X, head: null, left: B, unpushed: [] }, "moved"],
  ];
  for (const [name, ends, position] of cases)
    test(`${name}: ${position}`, () => expect(positionOf(ends)).toBe(position));
});

describe("which commits go into a push", () => {
  const batch = (commit: Oid, parent: Oid | null) => ({ commit, parent }) as Batch;
  const unpushed = [batch(A, null), batch(B, A), batch(C, B)];
  const cases: readonly [string, Oid | null, readonly Batch[], readonly Oid[] | null][] = [
    ["all to an empty remote", null, unpushed, [A, B, C]],
    ["those after the remote's", A, unpushed, [B, C]],
    ["the last one", B, unpushed, [C]],
    ["unknown when the journal starts later than the remote", null, unpushed.slice(1), null],
    ["unknown for a remote that is elsewhere", X, unpushed, null],
  ];
  for (const [name, remote, batches, sent] of cases) {
    test(name, () =>
      expect(batchesToSend({ remote, unpushed: batches })?.map(({ commit }) => commit) ?? null).toEqual(sent as Oid[]),
    );
  }
});

describe("which packs are folded", () => {
  const cases: readonly [string, readonly number[], number][] = [
    ["none of none", [], 0],
    ["none of one", [5], 0],
    ["none where each is twice all smaller ones", [10, 25, 80, 1000], 0],
    ["equal ones", [5, 5, 5], 3],
    ["the small ones beside a large one", [5, 5, 6, 7, 1000], 4],
    ["a larger one that their sum has reached", [5, 5, 6, 7, 40, 1000], 5],
    ["all when the largest is not twice the next", [1, 2, 600, 1000], 4],
  ];
  for (const [name, counts, folded] of cases) test(name, () => expect(packsToFold(counts, 2)).toBe(folded));

  const reaches: readonly [string, number[], number, number][] = [
    ["all where they are small together", [1, 2, 3, 4], 4, 4],
    ["as many as make no more than two full packs", [40, 50, 60, 70], 4, 3],
    ["two at least, however large", [90, 99, 99], 3, 2],
    ["none where none is to be folded", [1, 2], 0, 0],
  ];
  for (const [name, counts, folded, taken] of reaches)
    test(`at once: ${name}`, () => expect(withinReach(counts, folded, 100)).toBe(taken));

  test("the work over a year of small packs stays small", () => {
    let packs: number[] = [];
    let copied = 0;
    for (let commit = 0; commit < 50_000; commit++) {
      packs.push(20);
      if (packs.length <= 32) continue;
      packs.sort((a, b) => a - b);
      const folded = packsToFold(packs, 2);
      const sum = packs.slice(0, folded).reduce((total, count) => total + count, 0);
      copied += sum;
      packs = [...packs.slice(folded), sum];
    }
    expect(packs.length).toBeLessThanOrEqual(33);
    expect(copied / (50_000 * 20)).toBeLessThan(12);
  });
});
