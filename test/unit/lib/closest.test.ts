import { expect, test } from "bun:test";
import { closest } from "../../../src/lib/closest.ts";

const WORDS = ["name", "product", "transaction", "job", "jobsheet"];

test.each([
  ["nome", "name"],
  ["Name", "name"],
  ["produkt", "product"],
  ["transactions", "transaction"],
  ["transacton", "transaction"],
  ["tranasction", "transaction"],
  ["nmae", "name"],
  ["jobs", "job"],
  ["jobshet", "jobsheet"],
  ["name", "name"],
])("%p was meant to be %p", (text, meant) => expect(closest(text, WORDS)).toBe(meant));

test.each(["", "x", "invoice", "customers", "zzzzzzzzzz"])("%p resembles nothing", (text) =>
  expect(closest(text, WORDS)).toBeNull(),
);

test("of two as near the first wins, and among none there is none", () => {
  expect(closest("ab", ["ac", "ad"])).toBe("ac");
  expect(closest("ab", [])).toBeNull();
});
