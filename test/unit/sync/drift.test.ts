import { describe, expect, test } from "bun:test";
import { compareFields } from "../../../src/sync/drift.ts";

const known = (...names: string[]) =>
  names.map((name) => ({ name: name.replace("!", ""), firstAt: 1, goneAt: name.endsWith("!") ? 2 : null }));
const compare = (before: readonly string[], seen: readonly string[]) => compareFields(known(...before), new Set(seen));

describe("fields of a run against those known", () => {
  test("are all new and no news the first time", () => {
    expect(compare([], ["b", "a", "detail.x"])).toEqual({
      appeared: ["a", "b", "detail.x"],
      vanished: [],
      returned: [],
      news: [],
    });
  });

  test("are no drift when they are the same, in whatever order", () => {
    expect(compare(["a", "b"], ["b", "a"])).toEqual({ appeared: [], vanished: [], returned: [], news: [] });
  });

  test("come, go and return", () => {
    expect(compare(["a", "b", "c!", "d!"], ["a", "c", "e"])).toEqual({
      appeared: ["e"],
      vanished: ["b"],
      returned: ["c"],
      news: ["e"],
    });
  });

  test("of lines are judged among lines only", () => {
    expect(compare(["a", "detail.x"], ["a"])).toMatchObject({ vanished: [] });
    expect(compare(["a"], ["a", "detail.x"])).toMatchObject({ appeared: ["detail.x"], news: [] });
    expect(compare(["a", "detail.x"], ["a", "detail.y"])).toMatchObject({ vanished: ["detail.x"], news: ["detail.y"] });
  });
});
