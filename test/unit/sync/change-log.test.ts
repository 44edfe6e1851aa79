import { describe, expect, test } from "bun:test";
import type { RecordKey, TableName } from "../../../src/domain/ids.ts";
import type { NewChange } from "../../../src/domain/ports/staging.ts";
import { deletionOf, logChanges } from "../../../src/sync/change-log.ts";
import { isPrivate } from "../../../src/sync/private-fields.ts";
import { CollectingLog } from "../../support/moneyworks-fakes.ts";

const transaction = "transaction" as TableName;
const name = "name" as TableName;

function change(field: string | null, old: string | null = "a", next: string | null = "b"): NewChange {
  return { key: "7" as RecordKey, operation: field === null ? "added" : "changed", field, old, new: next };
}

describe("a private field", () => {
  const hidden = new Set(["name.bankaccountnumber", "detail.description", "transaction.tofrom"]);
  test.each([
    ["by its table and name", name, "bankaccountnumber", true],
    ["of a line by its place", transaction, "detail[2].description", true],
    ["of the second line with one place", transaction, "detail[2~2].description", true],
    ["of the header", transaction, "tofrom", true],
    ["is no other field of the line", transaction, "detail[2].gross", false],
    ["is no field of that name in the header", transaction, "description", false],
    ["is no field of that name in another table", "job" as TableName, "bankaccountnumber", false],
  ])("%s", (_, table, path, expected) => expect(isPrivate(hidden, table, path)).toBe(expected));
});

describe("the log of a page's changes", () => {
  const logged = (changes: readonly NewChange[], { values = false, tellAdditions = true } = {}) => {
    const log = new CollectingLog();
    const settings = { logValues: values, privateFields: new Set(["name.phone"]) };
    logChanges({ ports: { log }, settings, tellAdditions }, name, changes);
    return log.entries.map(({ message, fields }) => [message, fields.fields ?? ""].join(" | "));
  };

  test("is one line a record, with its fields", () => {
    expect(logged([change("email"), change("phone")])).toEqual(["name 7 changed | email, phone"]);
  });
  test("has no values unless they are asked for", () => {
    expect(logged([change("email")]).join()).not.toContain('"a"');
    expect(logged([change("email", null, "x".repeat(81))], { values: true })).toEqual([
      `name 7 changed | email (blank) -> "${"x".repeat(80)}…"`,
    ]);
  });
  test("never has those of a private field", () => {
    expect(logged([change("phone")], { values: true })).toEqual(["name 7 changed | phone (private)"]);
  });
  test("names deletions in every run, additions in all but first reads", () => {
    const both = [change(null), deletionOf("8" as RecordKey)];
    expect(logged(both)).toEqual(["name 7 added | ", "name 8 deleted | "]);
    expect(logged(both, { tellAdditions: false })).toEqual(["name 8 deleted | "]);
  });
});
