import { describe, expect, test } from "bun:test";
import { compareFields, fieldMap, judgeField } from "../../../../src/promoter/plan/three-way.ts";
import { field } from "../../../support/canonical-tools.ts";
import { fieldOf } from "../../../support/planning.ts";

describe("a field in three ways", () => {
  test.each([
    ["nobody changed", ["a"], "a", "a", "same"],
    ["MoneyWorks alone changed", ["a"], "a", "b", "same"],
    ["the commit alone changed", ["a"], "b", "a", "change"],
    ["both changed alike", ["a"], "b", "b", "held"],
    ["both changed differently", ["a"], "b", "c", "conflict"],
    ["the commit added", [null], "b", null, "change"],
    ["both added differently", [null], "b", "c", "conflict"],
    ["the commit took away", ["a"], null, "a", "change"],
    ["both took away", ["a"], null, null, "held"],
    ["one took away and MoneyWorks changed", ["a"], null, "b", "conflict"],
    ["nobody knows the beginning of, and both have", [], "a", "a", "held"],
    ["nobody knows the beginning of", [], "b", "a", "conflict"],
    ["one of two beginnings had otherwise", ["a", "x"], "b", "a", "conflict"],
    ["one of two beginnings had so already", ["a", "b"], "b", "a", "conflict"],
    ["two beginnings had alike", ["a", "a"], "b", "a", "change"],
    ["two beginnings had so already", ["b", "b"], "b", "a", "same"],
  ] as const)("which %s", (_name, bases, theirs, ours, verdict) => {
    expect(judgeField({ bases, theirs, ours }, fieldOf("name.phone"))).toBe(verdict);
  });

  test("by what it means, not by how it is written", () => {
    const discount = fieldOf("name.discount");
    expect(judgeField({ bases: ["5.00"], theirs: "5", ours: "7" }, discount)).toBe("same");
    expect(judgeField({ bases: ["5.00"], theirs: "7.0", ours: "7" }, discount)).toBe("held");
    expect(judgeField({ bases: ["5.00"], theirs: "7", ours: "+5" }, discount)).toBe("change");
    expect(judgeField({ bases: ["5.00"], theirs: "0", ours: "5" }, discount)).toBe("change");
  });
});

test("fields that only MoneyWorks has are nobody's change; the others come in order", () => {
  const base = fieldMap([field("fax", "1"), field("phone", "1")]);
  const theirs = fieldMap([field("phone", "2"), field("email", "x")]);
  const ours = fieldMap([field("fax", "1"), field("phone", "1"), field("mobile", "new")]);
  const compared = compareFields({ bases: [base], theirs, ours }, (name) => fieldOf(`name.${name}`));
  expect(compared.map(({ name, verdict, theirs: value }) => [name, verdict, value])).toEqual([
    ["email", "change", "x"],
    ["fax", "change", null],
    ["phone", "change", "2"],
  ]);
});

test("a field is MoneyWorks' own that any side marks, or the schema", () => {
  const sides = (marked: string, ours: string) => ({
    bases: [fieldMap([])],
    theirs: fieldMap([field(marked, "2")]),
    ours: fieldMap([field(ours, "1")]),
  });
  const systemOf = (marked: string, ours: string) =>
    compareFields(sides(marked, ours), (name) => fieldOf(`name.${name}`))[0]?.system;
  expect([systemOf("phone", "phone"), systemOf("phone!", "phone"), systemOf("phone", "phone!")]).toEqual([
    false,
    true,
    true,
  ]);
  expect(systemOf("dbalance", "dbalance")).toBe(true);
});
