import { describe, expect, test } from "bun:test";
import { type Address, readAddress, urlOf } from "../../../../src/app/init/address.ts";
import { reckon } from "../../../../src/app/init/estimate.ts";
import type { TableName } from "../../../../src/domain/ids.ts";
import { parseMoneyWorksUrl } from "../../../../src/moneyworks/parse-url.ts";

describe("what a person writes of MoneyWorks", () => {
  test.each([
    ["mw", "https://mw:6710", null, null, null],
    ["mw:7000", "https://mw:7000", null, null, null],
    ["http://mw/", "http://mw:6710", null, null, null],
    ["https://mw/REST/", "https://mw:6710", null, null, null],
    ["https://robot@mw", "https://mw:6710", null, "robot", null],
    ["https://mw/REST/Acme.moneyworks", "https://mw:6710", "Acme.moneyworks", null, null],
    ["mw/Clients/Acme", "https://mw:6710", "Clients/Acme", null, null],
    ["https://robot@mw/REST/Acme", "https://mw:6710", "Acme", "robot", null],
    ["https://j%C3%B6:p%40s@mw/REST/Acme", "https://mw:6710", "Acme", "jö", "p@s"],
    ["https://mw/REST/robot:pw@Acme", "https://mw:6710", "Acme", "robot", "pw"],
    ["https://robot:@mw/REST/Acme", "https://mw:6710", "Acme", "robot", ""],
  ] as const)("%s", (text, origin, document, user, password) => {
    expect(readAddress(text)).toEqual({ origin, document, user, password });
  });

  test.each(["", "ftp://mw/", "http://mw:99999/REST/A", "http://mw/REST/A?x=1"])("%j is told to be wrong", (text) => {
    expect(readAddress(text)).toBeInstanceOf(Error);
  });

  test.each([
    { origin: "https://mw:6710", document: "Clients/Acme & Söhne.mw", user: "j:ö@", password: "p/w" },
    { origin: "http://[::1]:7000", document: "A", user: "", password: "" },
  ] satisfies Address[])("is one URL again, without the password", (address) => {
    const url = urlOf(address);
    if (address.user.includes(":")) return expect(() => parseMoneyWorksUrl(url, address.password)).toThrow();
    const { origin, document, login } = parseMoneyWorksUrl(url, address.password || null);
    expect({ origin, document, user: login.name }).toEqual({
      origin: address.origin,
      document: address.document,
      user: address.user,
    });
  });
});

describe("the first read", () => {
  const counts = new Map([
    ["name", 250],
    ["job", 0],
    ["product", 1000],
  ] as [TableName, number][]);
  test("is reckoned from a page", () => {
    const reckoned = reckon(counts, 100, { records: 100, ms: 500 });
    expect(reckoned).toEqual({ records: 1250, requests: 14, recordsPerSecond: 200, seconds: 7 });
  });

  test("of nothing takes no time that could be told", () => {
    expect(reckon(new Map(), 100, null)).toEqual({ records: 0, requests: 0, recordsPerSecond: null, seconds: null });
  });
});
