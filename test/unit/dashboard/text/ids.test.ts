import { expect, test } from "bun:test";
import { withShortIds } from "../../../../src/dashboard/text/ids.ts";

test("ids of commits become short, and nothing else does", () => {
  const id = "7bc47dacf4e4fe5017a9b570411985d045817f31";
  expect(withShortIds(`main is at ${id}, not at ${id}.`)).toBe("main is at 7bc47dacf4, not at 7bc47dacf4.");
  expect(withShortIds(`${id}0 cafe`)).toBe(`${id}0 cafe`);
});
