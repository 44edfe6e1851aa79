import { expect, test } from "bun:test";
import { bytes, count, counted, percent } from "../../../../src/dashboard/text/numbers.ts";

test("numbers have separators, and one is one", () => {
  expect(count(1_234_567)).toBe(new Intl.NumberFormat().format(1_234_567));
  expect(counted(1, "record")).toBe("1 record");
  expect(counted(0, "record")).toBe("0 records");
  expect(counted(2, "entry", "entries")).toBe("2 entries");
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 KB"],
  [9_960, "10.0 KB"],
  [12_345, "12 KB"],
  [1_500_000, "1.5 MB"],
  [2_000_000_000_000_000, "2000 TB"],
])("%d bytes are %s", (value, text) => expect(bytes(value)).toBe(text));

test.each([
  [0, "0.0 %"],
  [12.34, "12.3 %"],
  [99.96, "99.9 %"],
  [100, "100 %"],
])("%d of a hundred is %s: nothing is done before it is", (value, text) => expect(percent(value)).toBe(text));
