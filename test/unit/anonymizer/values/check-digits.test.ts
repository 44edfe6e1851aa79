import { describe, expect, test } from "bun:test";
import {
  ibanCheck,
  isAbn,
  isAcn,
  isGbVat,
  isGtin,
  isIban,
  isIrd,
  isLuhn,
  isTfn,
} from "../../../../anonymizer/values/check-digits.ts";
import { nzAccount } from "../../../../anonymizer/values/nz-accounts.ts";

/** Numbers that the offices and standards publish as examples, or that stand in others' tests. */
describe("published examples are valid, and no longer with another last digit", () => {
  test.each([
    ["Luhn, ISO/IEC 7812-1", isLuhn, ["4111111111111111", "378282246310005", "5555555555554444"]],
    ["EAN-8, UPC-A, EAN-13", isGtin, ["96385074", "036000291452", "4006381333931", "9780201379624"]],
    ["Inland Revenue, IRD numbers", isIrd, ["49091850", "35901981", "49098576", "136410132"]],
    ["Australian Business Register, ABN", isAbn, ["51824753556", "53004085616", "11223491505", "20561300000"]],
    ["ASIC, ACN", isAcn, ["004085616", "000000019", "010499966", "001250004"]],
    ["Australian tax file numbers", isTfn, ["876543210", "123456782", "12345677"]],
    ["HMRC, VAT numbers, modulo 97 and 9755", isGbVat, ["337440071", "980780684", "337440016", "980780629"]],
    ["IBAN, ISO 13616", isIban, ["GB82WEST12345698765432", "DE89370400440532013000", "NO9386011117947"]],
  ])("%s", (_, isValid, examples) => {
    for (const example of examples) {
      expect([example, isValid(example)]).toEqual([example, true]);
      const last = (Number(example.slice(-1)) + 1) % 10;
      expect(isValid(example.slice(0, -1) + last)).toBe(false);
    }
  });
});

test("an IBAN's check digits are made again", () => {
  expect(ibanCheck("GB", "WEST12345698765432")).toBe("82");
});

describe("bank accounts of New Zealand", () => {
  test.each([
    ["01-902-0068389-00", "algorithm A, the specification's example"],
    ["08-6523-1954512-001", "algorithm D, the specification's example"],
    ["26-2600-0320871-032", "algorithm G, the specification's example"],
    ["010902006838900", "without separators"],
    ["31-2840-0000000-00", "algorithm X, which is always valid"],
  ])("%s is valid: %s", (account) => {
    expect(nzAccount(account)).not.toBeNull();
  });

  test.each([
    ["01-902-0068388-00", "another digit of the base"],
    ["01-1000-0068389-00", "a branch that the bank does not have"],
    ["99-0902-0068389-00", "a bank that there is not"],
    ["26-2600-0320871-033", "another suffix, which algorithm G counts"],
    ["0068389", "no account"],
  ])("%s is not: %s", (account) => {
    expect(nzAccount(account)).toBeNull();
  });
});
