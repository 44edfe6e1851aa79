import { expect, test } from "bun:test";
import { lineShare, parseLcov, uncovered } from "../../../scripts/checks/coverage.ts";

const LCOV = "TN:\nSF:src/a.ts\nDA:1,3\nLF:4\nLH:3\nend_of_record\nTN:\nSF:src\\b.ts\nLF:6\nLH:0\nend_of_record\n";

test("reads lines and lines hit of each file", () => {
  expect(parseLcov(LCOV)).toEqual([
    { path: "src/a.ts", lines: 4, hit: 3 },
    { path: "src/b.ts", lines: 6, hit: 0 },
  ]);
});

test("nothing reported is nothing read", () => expect(parseLcov("")).toEqual([]));

test("a file that no test loads counts with all its lines of code", () => {
  expect(uncovered("src/c.ts", "// why\n\nexport const a = 1;\n")).toEqual({ path: "src/c.ts", lines: 1, hit: 0 });
});

test("the share is of lines, not of files, and whole where there is nothing to run", () => {
  expect(lineShare(parseLcov(LCOV))).toBeCloseTo(0.3);
  expect(lineShare([])).toBe(1);
});
