import { describe, expect, test } from "bun:test";
import { sameValue, valueFault } from "../../../../src/promoter/plan/values.ts";
import { fieldOf } from "../../../support/planning.ts";

const ZEROS = "0".repeat(1_000_000);

describe("a value fits its field", () => {
  test.each([
    ["blank", "name.creditlimit", null],
    ["a whole number", "name.creditlimit", "5000"],
    ["a whole number with zero cents", "name.creditlimit", "5000.00"],
    ["a number with a plus sign", "name.discount", "+5"],
    ["a number without a digit before its point", "name.discount", ".5"],
    ["a number that ends in its point", "name.discount", "5."],
    ["a number with zeros in front", "name.discount", "00005"],
    ["zero with a minus sign", "name.discount", "-0"],
    ["more zeros behind the point than the field has places", "name.discount", "5.1000000"],
    ["six places in a double", "product.sellprice", "1.123456"],
    ["the largest long", "name.creditlimit", "2147483647"],
    ["the smallest long", "name.creditlimit", "-2147483648"],
    ["fifteen digits", "name.discount", "9999999999999.99"],
    ["a leap day", "job.startdate", "20240229"],
    ["the first day of MoneyWorks' calendar but one", "job.startdate", "19040102"],
    ["true in words", "name.hold", "TRUE"],
    ["false in digits", "name.hold", "0"],
    ["a text of just the size", "name.phone", "x".repeat(19)],
    ["characters beyond U+FFFF, each one", "name.phone", "😀".repeat(19)],
    ["a line end of two characters, which is sent as one", "name.phone", `${"x".repeat(17)}\r\ny`],
    ["a mark of protected text, which is sent as one character", "name.phone", `${"x".repeat(18)}␛{241B}`],
    ["any text where no size is known", "account.description", "x".repeat(20)],
  ])("%s", (_name, path, value) => {
    expect(valueFault(fieldOf(path), value, "f")).toBeNull();
  });
});

describe("a value does not fit its field", () => {
  test.each([
    ["an exponent", "name.discount", "1e9", "wrong-type"],
    ["infinity", "name.discount", "Infinity", "wrong-type"],
    ["hexadecimal", "name.discount", "0x10", "wrong-type"],
    ["a comma between thousands", "name.discount", "1,000", "wrong-type"],
    ["a currency sign", "name.discount", "$5", "wrong-type"],
    ["a sign alone", "name.discount", "-", "wrong-type"],
    ["a point alone", "name.discount", ".", "wrong-type"],
    ["two points", "name.discount", "1.2.3", "wrong-type"],
    ["spaces around a number", "name.discount", " 5 ", "wrong-type"],
    ["digits of another script", "name.discount", "٥", "wrong-type"],
    ["a line feed behind a number", "name.discount", "5\n", "wrong-type"],
    ["cents in a whole number", "name.creditlimit", "5000.50", "wrong-type"],
    ["a third place in an amount", "name.discount", "5.005", "wrong-type"],
    ["a seventh place in a double", "product.sellprice", "1.1234567", "wrong-type"],
    ["a number beyond a long", "name.creditlimit", "3000000000", "wrong-type"],
    ["a number beyond a short", "name.debtorterms", "40000", "wrong-type"],
    [
      "more digits than a double holds, before and behind the point",
      "product.sellprice",
      "9999999999.123456",
      "wrong-type",
    ],
    ["more digits than a double holds", "name.discount", "99999999999999999999", "wrong-type"],
    ["a million zeros that end in a letter", "name.discount", `${ZEROS}x`, "wrong-type"],
    ["a million zeros behind the point and a letter", "name.discount", `0.${ZEROS}x`, "wrong-type"],
    ["the thirtieth of February", "job.startdate", "20250230", "wrong-type"],
    ["the 29th of February in another year", "job.startdate", "20250229", "wrong-type"],
    ["month 13", "job.startdate", "20251301", "wrong-type"],
    ["day 0", "job.startdate", "20250100", "wrong-type"],
    ["a date before MoneyWorks' calendar", "job.startdate", "18991231", "wrong-type"],
    ["year 0", "job.startdate", "00000101", "wrong-type"],
    ["a date with hyphens", "job.startdate", "2025-01-01", "wrong-type"],
    ["a time in a date", "job.startdate", "20250101000000", "wrong-type"],
    ["the blank date with something behind it", "job.startdate", "19040101x", "wrong-type"],
    ["hour 24", "transaction.timeposted", "20250101240000", "wrong-type"],
    ["a word for a boolean", "name.hold", "yes", "wrong-type"],
    ["a number for a boolean", "name.hold", "2", "wrong-type"],
    ["one character too many", "name.phone", "x".repeat(20), "too-long"],
    ["one character beyond U+FFFF too many", "name.phone", "😀".repeat(20), "too-long"],
    ["a code of four letters in one of three", "job.status", "XXXX", "too-long"],
    ["ten million characters", "name.comment", "x".repeat(10_000_000), "too-long"],
  ])("%s", (_name, path, value, code) => {
    const started = performance.now();
    const fault = valueFault(fieldOf(path), value, "the.path");
    expect([fault?.code, fault?.field]).toEqual([code as "too-long", "the.path"]);
    expect(performance.now() - started).toBeLessThan(1000);
    if (value.length > 3) expect(fault?.text).not.toContain(value.slice(0, 30));
  });

  test("the text says how long it is and may be", () => {
    expect(valueFault(fieldOf("name.phone"), "x".repeat(25), "phone")?.text).toBe(
      "phone has 25 characters; the field holds 19.",
    );
  });
});

describe("two values say the same", () => {
  test.each([
    ["a number with and without cents", "name.discount", "5000", "5000.00"],
    ["zeros in front", "name.discount", "00005", "5"],
    ["a plus sign", "name.discount", "+5", "5.00"],
    ["no digit before the point", "name.discount", "-.5", "-0.50"],
    ["no digit behind the point", "name.discount", "5.", "5"],
    ["zero and blank", "name.discount", "0.00", null],
    ["minus zero and blank", "name.discount", "-0", null],
    ["false and blank", "name.hold", "0", null],
    ["true in digits and words", "name.hold", "1", "True"],
    ["the blank date and blank", "job.startdate", "19040101", null],
    ["the blank time and blank", "transaction.timeposted", "19040101000000", null],
    ["line ends of all sorts", "name.comment", "a\r\nb\rc", "a\nb\nc"],
  ])("%s", (_name, path, a, b) => {
    expect([sameValue(fieldOf(path), a, b), sameValue(fieldOf(path), b, a)]).toEqual([true, true]);
  });
});

describe("two values do not say the same", () => {
  test.each([
    ["a sign", "name.discount", "5", "-5"],
    ["a digit beyond what a double holds", "name.discount", "9007199254740993", "9007199254740992"],
    ["a cent", "name.discount", "5.00", "5.01"],
    ["letter case", "name.phone", "a", "A"],
    ["white space", "name.phone", "a", "a "],
    ["a zero in a text", "name.phone", "0", null],
    ["a number in a text", "name.phone", "5", "5.00"],
    ["the blank date with something behind it", "job.startdate", "19040101x", null],
    ["the blank date at another hour", "transaction.timeposted", "19040101000001", null],
    ["two characters that look alike", "name.phone", "é", "e\u0301"],
    ["line ends", "name.comment", "a\n\nb", "a\nb"],
  ])("%s", (_name, path, a, b) => {
    expect([sameValue(fieldOf(path), a, b), sameValue(fieldOf(path), b, a)]).toEqual([false, false]);
  });

  test("a zero where nobody knows the field", () => {
    expect(sameValue(undefined, "0", null)).toBe(false);
  });
});
