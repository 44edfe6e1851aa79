import { describe, expect, test } from "bun:test";
import { FieldOrder } from "../../../../src/moneyworks/repeat/field-order.ts";
import { FormReader } from "../../../../src/moneyworks/repeat/form.ts";

function formOf(...answers: string[]) {
  const reader = new FormReader(new FieldOrder());
  for (const answer of answers) reader.read(new TextEncoder().encode(answer));
  return reader.form();
}

const row = (seq: number, ...fields: string[]) =>
  `\t<name>\n\t\t<sequencenumber system="true">${seq}</sequencenumber>\n${fields.join("\n")}\n\t</name>\n`;
const table = (...rows: string[]) => `<?xml version="1.0"?>\n<table name="Name">\n${rows.join("")}</table>\n`;

describe("the form of answers", () => {
  test("is unknown without an answer, and knows nothing of an empty one", () => {
    expect(formOf()).toBeNull();
    expect(formOf(table())).toEqual({
      endsWithNewline: true,
      lineEnds: "LF",
      greaterThan: "none",
      quote: "none",
      blanks: "none",
      records: "unknown",
      fields: "unknown",
    });
  });

  test.each([
    ["LF and CR LF", [table().replace("\n", "\r\n")], { lineEnds: "both" }],
    ["CR LF alone", [table().replaceAll("\n", "\r\n")], { lineEnds: "CRLF", endsWithNewline: true }],
    ["no last newline in one of two pages", [table().trimEnd(), table()], { endsWithNewline: false }],
    ["both ways of >", [table(row(1, "<a>x &gt; y</a>", "<b>x > y</b>"))], { greaterThan: "both" }],
    ["escaped quotes", [table(row(1, "<a>&quot;</a>"))], { quote: "escaped" }],
    ["quotes of attributes do not count", [table(row(1, '<a b="c">x</a>'))], { quote: "none" }],
    ["both forms of blanks", [table(row(1, "<a></a>", "<b/>"))], { blanks: "both" }],
    [
      "self-closing blanks with a space and attributes",
      [table(row(1, '<a system="true" />'))],
      { blanks: "self-closing" },
    ],
    ["records that ascend over pages", [table(row(1), row(4)), table(row(5))], { records: "ascending" }],
    ["records that do not", [table(row(1), row(4)), table(row(3))], { records: "other" }],
    ["a record twice", [table(row(1), row(1))], { records: "other" }],
    ["fields left out", [table(row(1, "<a>1</a>", "<b>2</b>"), row(2, "<b>1</b>"))], { fields: "steady" }],
    [
      "fields in another order",
      [table(row(1, "<a>1</a>", "<b>2</b>"), row(2, "<b>1</b>", "<a>1</a>"))],
      { fields: "varying" },
    ],
    ["a field twice in a record", [table(row(1, "<a>1</a>", "<a>2</a>"), row(2))], { fields: "varying" }],
  ])("sees %s", (_name, answers, form) => {
    expect(formOf(...answers)).toMatchObject(form);
  });

  test("looks at the rows of subfiles too", () => {
    const line = (...names: string[]) =>
      `<detail>${names.map((name) => `<detail.${name}>1</detail.${name}>`).join("")}</detail>`;
    const transaction = (...lines: string[]) =>
      `<table><transaction><a>1</a><subfile name="Detail">${lines.join("")}</subfile></transaction></table>`;
    expect(formOf(transaction(line("x", "y"), line("x", "net", "y")))).toMatchObject({ fields: "steady" });
    expect(formOf(transaction(line("x", "y"), line("y", "x")))).toMatchObject({ fields: "varying" });
  });

  test("holds terse records against what verbose ones have taught", () => {
    const order = new FieldOrder();
    order.learn(["a", "b", "c"]);
    for (const names of [
      ["a", "c"],
      ["b", "c"],
      ["a", "b"],
      ["a", "d"],
    ])
      order.see(names);
    expect(order.verdict()).toBe("steady");
    order.see(["c", "a"]);
    expect(order.verdict()).toBe("varying");
  });
});
