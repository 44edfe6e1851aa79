import { describe, expect, test } from "bun:test";
import type { TidemarkError } from "../../../src/domain/errors/tidemark-error.ts";
import { describeEndpoint } from "../../../src/moneyworks/endpoint.ts";
import { parseMoneyWorksUrl } from "../../../src/moneyworks/parse-url.ts";
import { errorOf } from "../../support/errors.ts";

const FORMS: readonly [name: string, url: string, expected: readonly [string, string, string, string]][] = [
  [
    "log-in before the host",
    "https://jo:pw@books.example:7000/REST/Acme.moneyworks",
    ["https://books.example:7000", "Acme.moneyworks", "jo", "pw"],
  ],
  [
    "log-in before the document",
    "http://books.example:6710/REST/jo:pw@Acme.moneyworks",
    ["http://books.example:6710", "Acme.moneyworks", "jo", "pw"],
  ],
  [
    "default port",
    "https://jo:pw@books.example/REST/Acme.moneyworks",
    ["https://books.example:6710", "Acme.moneyworks", "jo", "pw"],
  ],
  ["without /REST", "http://jo:pw@10.0.0.5/Acme.moneyworks", ["http://10.0.0.5:6710", "Acme.moneyworks", "jo", "pw"]],
  [
    "three-part log-in",
    "http://jo:Document:pw@h/REST/Acme.moneyworks",
    ["http://h:6710", "Acme.moneyworks", "jo", "pw"],
  ],
  [
    "three-part log-in before the document",
    "http://h/REST/jo:Document:pw@Acme.moneyworks",
    ["http://h:6710", "Acme.moneyworks", "jo", "pw"],
  ],
  [
    "folder with %2f",
    "http://jo:pw@h/REST/Clients%2fAcme.moneyworks",
    ["http://h:6710", "Clients/Acme.moneyworks", "jo", "pw"],
  ],
  [
    "folder with a slash",
    "http://jo:pw@h/REST/Clients/Acme.moneyworks",
    ["http://h:6710", "Clients/Acme.moneyworks", "jo", "pw"],
  ],
  [
    "spaces in the document",
    "http://jo:pw@h/REST/Acme Widgets.moneyworks",
    ["http://h:6710", "Acme Widgets.moneyworks", "jo", "pw"],
  ],
  ["encoded spaces", "http://jo:pw@h/REST/Acme%20Widgets", ["http://h:6710", "Acme Widgets", "jo", "pw"]],
  ["empty password", "http://jo:@h/REST/Acme.moneyworks", ["http://h:6710", "Acme.moneyworks", "jo", ""]],
  ["neither user nor password", "http://:@h/REST/Acme.moneyworks", ["http://h:6710", "Acme.moneyworks", "", ""]],
  [
    "reserved characters encoded",
    "http://j%C3%B6:p%40%3A%2F%25@h/REST/A%40B.moneyworks",
    ["http://h:6710", "A@B.moneyworks", "jö", "p@:/%"],
  ],
  ["an @ in the password", "http://jo:p@w@h/REST/Acme.moneyworks", ["http://h:6710", "Acme.moneyworks", "jo", "p@w"]],
  [
    "a colon in the password",
    "http://jo:p:w@h/REST/Acme.moneyworks",
    ["http://h:6710", "Acme.moneyworks", "jo", "p:w"],
  ],
  ["IPv6", "http://jo:pw@[::1]:6711/REST/Acme.moneyworks", ["http://[::1]:6711", "Acme.moneyworks", "jo", "pw"]],
  [
    "a slash and spaces around",
    "  HTTP://jo:pw@Books.Example/rest/Acme.moneyworks/ ",
    ["http://books.example:6710", "Acme.moneyworks", "jo", "pw"],
  ],
];

const PASSWORD = "Tr0ub4dor";
const WRONG: readonly [name: string, url: string, code: string][] = [
  ["no scheme", `jo:${PASSWORD}@h/REST/Acme.moneyworks`, "url-scheme"],
  ["another scheme", `ftp://jo:${PASSWORD}@h/REST/Acme.moneyworks`, "url-scheme"],
  ["no host", `http://jo:${PASSWORD}@/REST/Acme.moneyworks`, "url-host"],
  ["a space in the host", `http://jo:${PASSWORD}@a b/REST/Acme.moneyworks`, "url-host"],
  ["a port that is no number", `http://jo:${PASSWORD}@h:port/REST/Acme.moneyworks`, "url-port"],
  ["port 0", `http://jo:${PASSWORD}@h:0/REST/Acme.moneyworks`, "url-port"],
  ["port 65536", `http://jo:${PASSWORD}@h:65536/REST/Acme.moneyworks`, "url-port"],
  ["a raw slash in the password", `http://jo:${PASSWORD}/x@h/REST/Acme.moneyworks`, "url-port"],
  ["a raw slash in a password that leaves a port", `http://jo:12/a:${PASSWORD}@h/REST/Acme.moneyworks`, "url-document"],
  ["a raw # in the password", `http://jo:${PASSWORD}#x@h/REST/Acme.moneyworks`, "url-extra"],
  ["no log-in", "http://h/REST/Acme.moneyworks", "url-no-password"],
  ["a user only", "http://jo@h/REST/Acme.moneyworks", "url-no-password"],
  ["a user only, before the document", "http://h/REST/jo@Acme.moneyworks", "url-no-password"],
  ["two log-ins", `http://jo:${PASSWORD}@h/REST/ann:x@Acme.moneyworks`, "url-two-logins"],
  ["a colon in the user", `http://j%3Ao:${PASSWORD}@h/REST/Acme.moneyworks`, "url-user"],
  ["a lone percent sign", `http://jo:${PASSWORD}%@h/REST/Acme.moneyworks`, "url-encoding"],
  ["not UTF-8", `http://jo:${PASSWORD}%FF@h/REST/Acme.moneyworks`, "url-encoding"],
  ["no document", `http://jo:${PASSWORD}@h/REST/`, "url-document"],
  ["no path", `http://jo:${PASSWORD}@h`, "url-document"],
  ["the pseudo-document", `http://jo:${PASSWORD}@h/REST/server`, "url-document"],
  ["a parent folder", `http://jo:${PASSWORD}@h/REST/%2e%2e%2fAcme.moneyworks`, "url-document"],
  ["an empty folder", `http://jo:${PASSWORD}@h/REST/a%2f%2fAcme.moneyworks`, "url-document"],
  ["a line break in the document", `http://jo:${PASSWORD}@h/REST/Acme%0A.moneyworks`, "url-document"],
  ["a command", `http://jo:${PASSWORD}@h/REST/Acme.moneyworks/export`, "url-extra"],
  ["a query", `http://jo:${PASSWORD}@h/REST/Acme.moneyworks?table=name`, "url-extra"],
];

describe("moneyworks.url", () => {
  test.each(FORMS)("understands %s", (_name, url, [origin, document, user, password]) => {
    const endpoint = parseMoneyWorksUrl(url);
    expect([endpoint.origin, endpoint.document, endpoint.login.name]).toEqual([origin, document, user]);
    expect(endpoint.login.password.reveal()).toBe(password);
  });

  test.each(WRONG)("refuses %s without repeating the password", (_name, url, code) => {
    const error = errorOf(() => parseMoneyWorksUrl(url));
    expect(error.code).toBe(`moneyworks.${code}` as TidemarkError["code"]);
    expect(error.exitCode).toBe(2);
    expect(error.hint).not.toBe("");
    expect(`${Bun.inspect(error, { depth: 9 })}${JSON.stringify(error)}`).not.toContain(PASSWORD);
  });

  test("prints as dots, however the endpoint is printed", () => {
    const endpoint = parseMoneyWorksUrl(`http://jo:${PASSWORD}@h/REST/Acme.moneyworks`);
    const printed = [JSON.stringify(endpoint), Bun.inspect(endpoint, { depth: 9 }), `${endpoint.login.password}`];
    expect(printed.join("\n")).not.toContain(PASSWORD);
    expect(describeEndpoint(endpoint)).toBe("Acme.moneyworks on http://h:6710 as jo");
  });
});
