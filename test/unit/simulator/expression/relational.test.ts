import { describe, expect, test } from "bun:test";
import { ExpressionError } from "../../../../src/simulator/expression/error.ts";
import { parseSearch } from "../../../../src/simulator/expression/relational.ts";
import { documentScope } from "../../../support/expression-scope.ts";

const DOCUMENT = documentScope({
  tables: {
    name: [
      { sequencenumber: "1", code: "ROWAN", state: "NSW" },
      { sequencenumber: "2", code: "TUI", state: "VIC" },
      { sequencenumber: "3", code: "ASH", state: "NSW" },
    ],
    transaction: [
      { sequencenumber: "10", namecode: "rowan", gross: "20.00", lines: [{ stockcode: "OAK" }] },
      { sequencenumber: "11", namecode: "ROWAN", gross: "90.00", lines: [{ stockcode: "ELM" }] },
      { sequencenumber: "12", namecode: "TUI", gross: "30.00", lines: [] },
      { sequencenumber: "13", gross: "5.00", lines: [] },
    ],
    payments: [
      { sequencenumber: "20", invoiceid: "10", cashtrans: "12", amount: "4.00" },
      { sequencenumber: "21", invoiceid: "11", cashtrans: "13", amount: "9.00" },
    ],
    detail: [{ sequencenumber: "30", parentseq: "11", stockcode: "ELM" }],
  },
});

function found(search: string, table: string): number[] {
  const predicate = parseSearch(search, table).prepare(DOCUMENT);
  return Iterator.from(DOCUMENT.table(table) ?? [])
    .filter(predicate)
    .map((row) => row.id)
    .toArray();
}

describe("a search", () => {
  const cases: readonly (readonly [name: string, search: string, table: string, expected: readonly number[]])[] = [
    ["without text finds everything", " ", "name", [1, 2, 3]],
    ["is an expression", "gross<50", "transaction", [10, 12, 13]],
    [
      "relates transactions to names, codes without case",
      '[Name:state="NSW"][Transaction:gross<50]',
      "transaction",
      [10],
    ],
    ["relates back", "[Transaction:gross>25][Name]", "name", [1, 2]],
    ["a term without expression takes all", "[Name][Transaction]", "transaction", [10, 11, 12]],
    ["a blank code refers to nothing", "[Transaction:gross=5][Name]", "name", []],
    ["takes the usual link of a pair", "[Payments:amount=4][Transaction]", "transaction", [10]],
    ["takes the named link", "[Payments:amount=4][Payments.cashtrans][Transaction]", "transaction", [10]],
    ["takes the named link of the next term", "[Transaction:gross=30][Payments.cashtrans]", "payments", [20]],
    ["goes through lines", '[Detail:detail.stockcode="ELM"][Transaction]', "transaction", [11]],
    ["narrows a selection of the same table", '[Name:state="NSW"][Name:code>"B"]', "name", [1]],
    ["[!] takes what was not selected", '[Name:state="NSW"][!]', "name", [2]],
    ["[^] and [*] intersect", '[Name:state="NSW"][^][Transaction:gross>25][Name][*]', "name", [1]],
    ["[^] and [+] unite", '[Name:code="ASH"][^][Transaction:gross=30][Name][+]', "name", [2, 3]],
    ["operations stand without brackets too", '[Name:state="NSW"] ! ', "name", [2]],
    ["steps over brackets in texts", '[Name:code<>"]["][Name:code="TUI"]', "name", [2]],
  ];
  test.each(cases)("%s", (_, search, table, expected) => {
    expect(found(search, table)).toEqual([...expected]);
  });

  const refused: readonly (readonly [name: string, search: string, table: string])[] = [
    ["another last table", "[Name][Transaction]", "name"],
    ["an unknown table", "[Foo:a=1]", "foo"],
    ["an unknown field", "[Name:foo=1]", "name"],
    ["an open bracket", "[Name:code=1", "name"],
    ["text after the terms", "[Name] and code=1", "name"],
    ["tables that are not related", "[TaxRate][Name]", "name"],
    ["an operation without a selection", "[!][Name]", "name"],
    ["an intersection without a pushed selection", "[Name][*]", "name"],
    ["an intersection of two tables", "[Name][^][Transaction][*]", "transaction"],
    ["only an operation", "[!]", "name"],
  ];
  test.each(refused)("refuses %s", (_, search, table) => {
    expect(() => found(search, table)).toThrow(ExpressionError);
  });
});
