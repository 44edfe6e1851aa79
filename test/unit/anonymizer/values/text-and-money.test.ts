import { describe, expect, test } from "bun:test";
import { en } from "@faker-js/faker";
import { ScaledAmounts } from "../../../../anonymizer/values/amounts.ts";
import { EarlierDates } from "../../../../anonymizer/values/dates.ts";
import { errorOf } from "../../../support/errors.ts";
import { pseudonymsOf } from "../../../support/pseudonyms.ts";

const pseudonyms = pseudonymsOf();

describe("free text", () => {
  test("has a mention of a code as its pseudonym", () => {
    const made = pseudonyms.text("Paid INV-1234 for ROWAN, account 7230-NTH.\rThanks");
    expect(made).toContain(` ${pseudonyms.code("INV-1234")} `);
    expect(made).toContain(` ${pseudonyms.code("ROWAN")}, `);
    expect(made).toContain(` ${pseudonyms.code("7230-NTH")}.\r`);
    expect(made).toMatch(/^[A-Z][a-z]{3} .*\r[A-Z][a-z]{5}$/);
  });

  test("and codes let no letters without case through, nor numbers that are one sign", () => {
    for (const code of ["𝖺𝗐𝗋𝗇𝖻𝗑", "々ー", "Ⅻ", "②③④", "ʻʼ"]) {
      const made = [...pseudonyms.code(code)];
      expect(made.map((sign, i) => sign === [...code][i]).every((same) => same)).toBe(false);
      expect(made).toHaveLength([...code].length);
    }
    expect(pseudonyms.text("see 𝖺𝗐7")).not.toContain("𝖺𝗐");
  });

  test("in capitals stays words", () => {
    expect(pseudonyms.text("ROWAN AND SONS")).toMatch(/^[A-Z]{5} [A-Z]{3} [A-Z]{4}$/);
    expect(pseudonyms.text("ROWAN AND SONS").toLowerCase()).toBe(pseudonyms.text("rowan and sons"));
  });

  test("has addresses of the net that are nobody's, as long as they were", () => {
    const made = pseudonyms.text("mail jim@rowan.co.nz or see https://www.rowan.co.nz/about");
    expect(made).toMatch(
      /^[a-z]{4} [a-z]{3}@[a-z]{3}\.example [a-z]{2} [a-z]{3} https:\/\/www\.[a-z]{3}\.example\/[a-z]{5}$/,
    );
  });

  test("of lorem ipsum has no word where it was", () => {
    for (const word of en.lorem?.word ?? []) expect(pseudonyms.text(word)).not.toBe(word);
  });

  test("keeps marks of characters that XML cannot carry", () => {
    expect(pseudonyms.text("Rowan␛{B}Sons␛{=E9}")).toMatch(/^[A-Z][a-z]{4}␛\{B\}[A-Z][a-z]{3}␛\{=E9\}$/);
  });

  test("takes words of any length, and blanks as they are", () => {
    expect(pseudonyms.text("x".repeat(500))).toMatch(/^[a-z]{500}$/);
    expect([pseudonyms.text(""), pseudonyms.text(" \r ")]).toEqual(["", " \r "]);
  });
});

describe("money", () => {
  const amounts = new ScaledAmounts(0.7);

  test.each([
    [0, 0],
    [1, 1],
    [-1, -1],
    [5, 4],
    [1234, 864],
    [10_000, 7000],
    [10_050, 7035],
    [10_100, 7100],
    [10_150, 7105],
    [10_199, 7139],
    [12_300, 8600],
    [-12_300, -8600],
  ])("%i cents at 0.7 are %i", (from, to) => {
    expect(amounts.cents(from)).toBe(to);
  });

  test.each([
    ["", ""],
    ["0.00", "0.00"],
    ["-0.00", "-0.00"],
    ["12.34", "8.64"],
    ["12.340000", "8.640000"],
    ["12.345678", "8.641975"],
    ["-12.6", "-8.8"],
    ["7", "5"],
    ["123", "86"],
    ["0.01", "0.01"],
  ])("%p at 0.7 is %p", (from, to) => {
    expect(amounts.amount(from)).toBe(to);
  });

  test.each([
    ["19.95", "13.95"],
    ["-19.95", "-13.95"],
    ["99.00", "69.00"],
    ["1234.500000", "864.500000"],
    ["12.37", "8.66"],
    ["3.95", "2.77"],
  ])("a price of %p at 0.7 is %p", (from, to) => {
    expect(amounts.price(from)).toBe(to);
  });

  test("of more digits than numbers have is exact", () => {
    expect(new ScaledAmounts(0.75).amount("99999999999999999.00")).toBe("74999999999999999.25");
  });

  test("that is none, or too much of it, is refused without being told", () => {
    for (const text of ["abc", "1e5", "-", "1,000.00", " 5"]) {
      expect(errorOf(() => amounts.amount(text)).code).toBe("anonymize.not-an-amount");
    }
    expect(errorOf(() => amounts.price("secret")).message).not.toContain("secret");
    const big = new ScaledAmounts(1.5);
    expect(errorOf(() => big.cents(2 ** 53 - 1)).code).toBe("anonymize.amount-too-large");
    expect(errorOf(() => big.cents(0.5)).code).toBe("anonymize.amount-too-large");
  });
});

describe("dates", () => {
  const dates = new EarlierDates(13);

  test.each([
    ["20240229", "20230129"],
    ["20240331", "20230228"],
    ["20250331", "20240229"],
    ["20240115093000", "20221215093000"],
    ["19040101", "19040101"],
    ["19040101000000", "19040101000000"],
    ["19050201", "19040102"],
    ["19050115", "19040102"],
    ["20230231", "20230231"],
    ["20231301", "20231301"],
    ["20240115250000", "20240115250000"],
    ["", ""],
    ["00000000", "00000000"],
  ])("%s less 13 months is %s", (from, to) => {
    expect(dates.date(from)).toBe(to);
  });

  test.each(["soon", "10/03/2025", "2025-03-10", "250310", "20250310 09:30"])("%s is refused, not shown", (text) => {
    const error = errorOf(() => dates.date(text));
    expect(error.code).toBe("anonymize.not-a-date");
    expect(error.message).not.toContain(text);
  });
});
