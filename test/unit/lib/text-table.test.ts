import { expect, test } from "bun:test";
import { textTable, visible } from "../../../src/lib/text-table.ts";

test("columns are aligned, numbers to the right, lines without trailing spaces", () => {
  const rows = [
    ["name", 7, "x"],
    ["transaction", 1234, ""],
  ];
  expect(textTable(["table", "read", "note"], rows)).toBe(
    ["table        read  note", "name            7  x", "transaction  1234", ""].join("\n"),
  );
});

test("a column with one text among its numbers is text", () => {
  expect(textTable(["n"], [[1], ["-"], [100]])).toBe("n\n1\n-\n100\n");
});

test("wide and combined characters take the place that they take on a terminal", () => {
  expect(
    textTable(
      ["k", "v"],
      [
        ["会社", "a"],
        ["é", "b"],
        ["ab", "c"],
      ],
    ),
  ).toBe("k     v\n会社  a\né     b\nab    c\n");
});

test("a table without rows is its head", () => expect(textTable(["a", "b"], [])).toBe("a  b\n"));

test.each([
  ["plain text, ünïcode and 🌱", "plain text, ünïcode and 🌱"],
  ["\u001b[2Jgone", "\\x1b[2Jgone"],
  ["two\r\nlines\t", "two\\x0d\\x0alines\\x09"],
  ["\u0000\u009b", "\\x00\\x9b"],
  ["\u202egnp.exe\u2066\u061c", "\\u202egnp.exe\\u2066\\u061c"],
  ["one\u2028line", "one\\u2028line"],
])("%j is shown and not obeyed", (text, shown) => expect(visible(text)).toBe(shown));
