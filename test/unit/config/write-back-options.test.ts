import { describe, expect, test } from "bun:test";
import { branchPatternsType } from "../../../src/config/branch-patterns.ts";
import { ID_FIELDS, idFieldsType } from "../../../src/config/id-fields.ts";
import type { RawValue } from "../../../src/config/option.ts";

/** A text as a flag has it, anything else as a file has it. */
function rawOf(value: unknown): RawValue {
  return typeof value === "string" ? { kind: "text", value } : { kind: "toml", value };
}

describe("incoming branches", () => {
  const parse = (value: unknown) => branchPatternsType.parse(rawOf(value));

  test.each([
    ["one", "changes", ["changes"]],
    ["several", "changes, edits/*", ["changes", "edits/*"]],
    ["a list", ["changes", "edits/ada"], ["changes", "edits/ada"]],
    ["none", "off", []],
    ["an empty list", [], []],
    ["letters, digits and signs", "a/B_9.x-y/z", ["a/B_9.x-y/z"]],
    ["a dot before a slash's star", "v1.2/*", ["v1.2/*"]],
    ["a name that only looks like a reserved one", "set-asides/*", ["set-asides/*"]],
  ])("%s", (_name, value, names) => {
    expect(parse(value)).toEqual({ value: names });
  });

  test.each([
    ["nothing", ""],
    ["a number", 5],
    ["off among others", "changes,off"],
    ["off in a list", ["off"]],
    ["everything", "*"],
    ["what an adoption sets aside", "set-aside/*"],
    ["one that an adoption set aside", "changes,set-aside/0123456789ab"],
    ["a star inside", "edits/*/x"],
    ["a star without a slash", "edits*"],
    ["a climbing path", "a/../b"],
    ["an option", "-x"],
    ["a leading slash", "/x"],
    ["a trailing slash", "x/"],
    ["a trailing dot", "x."],
    ["two slashes", "a//b"],
    ["a hidden part", "a/.b"],
    ["a lock", "a.lock"],
    ["a lock inside", "a.lock/b"],
    ["a lock of a folder", "a.lock/*"],
    ["a space", ["a b"]],
    ["a revision", "a@{1}"],
    ["a range", "a..b"],
    ["a tilde", "a~1"],
    ["a line feed", ["a\nb"]],
    ["a letter that looks like another", "сhanges"],
  ])("not %s", (_name, value) => {
    expect(parse(value)).toHaveProperty("problem");
  });

  test.each([[["changes", "edits/*"]], [[]], [["a"]]])("are written as they are read: %j", (names) => {
    expect(parse(branchPatternsType.format(names))).toEqual({ value: names });
  });
});

describe("fields for our id", () => {
  const parse = (value: unknown) => idFieldsType.parse(rawOf(value));
  const others = "product.usertext,job.usertext,transaction.usertext";

  test.each([
    ["the default", ID_FIELDS],
    ["other user fields", "name.custom1,product.custom8,job.custom3,transaction.user4"],
    ["capitals", `Name.UserText,${others}`],
  ])("%s", (_name, value) => {
    expect(parse(value)).toHaveProperty("value");
  });

  test.each([
    ["a table left out", others],
    ["a table twice", `name.usertext,name.custom1,${others}`],
    ["a table in which no records are made", `account.usertext,${others}`],
    ["a field of MoneyWorks' own use", `name.name,${others}`],
    ["a comment", `name.comment,${others}`],
    ["a code", `name.code,${others}`],
    ["a number", `name.usernum,${others}`],
    ["a field that no import sets", `name.usertext,product.usertext,job.usertext,transaction.taggedtext`],
    ["a short one", `name.salesperson,${others}`],
    ["a field that is none", `name.custom9,${others}`],
    ["a prototype", `name.constructor,${others}`],
    ["a path", `name.usertext.x,${others}`],
    ["nothing", ""],
    ["no text", 5],
  ])("not %s", (_name, value) => {
    expect(parse(value)).toHaveProperty("problem");
  });

  test("are written as they are read", () => {
    expect(parse(idFieldsType.format(ID_FIELDS))).toEqual({ value: ID_FIELDS });
  });
});
