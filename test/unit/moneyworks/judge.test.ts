import { describe, expect, test } from "bun:test";
import type { TidemarkError } from "../../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";
import { judgeText, judgeXml, type Question } from "../../../src/moneyworks/judge.ts";
import { judgeExport } from "../../../src/moneyworks/judge-export.ts";
import type { Answer } from "../../../src/moneyworks/transport.ts";
import { errorOf } from "../../support/errors.ts";
import { recordXml, tableXml } from "../../support/moneyworks-fakes.ts";

const question: Question = {
  server: "http://h:6710",
  command: "export name",
  table: "name",
  hasFolderLogin: false,
  redact: (text) => text.replaceAll("hunter2", "•••"),
};

function answer(status: number, body: string, server = ""): Answer {
  return {
    status,
    server,
    date: null,
    body: new TextEncoder().encode(body),
    askedAt: 0,
    answeredAt: 0,
    answeredMonotonic: 0,
  };
}

const LIMIT =
  "The server has reached its licensed concurrent users limit.; last diagnostic message: DoConnect failed -1";
const FOLDERS = "MoneyWorks_Datacentre/9.0 REST/9.0 Login_Required";

const REFUSALS: readonly [name: string, answer: Answer, code: string, retryable: boolean][] = [
  ["the user limit", answer(500, LIMIT), "users-limit", true],
  ["the user limit with status 200", answer(200, LIMIT), "users-limit", true],
  ["a wrong password", answer(500, "No.; last diagnostic message: DoConnect failed -1"), "login", false],
  ["an unknown document", answer(500, "No.; last diagnostic message: DoConnect failed -43"), "no-document", false],
  ["a closing document", answer(500, "No.; last diagnostic message: DoConnect failed -54"), "busy", true],
  ["single-user mode", answer(200, "Error -49"), "busy", true],
  ["a bad search", answer(200, "Bad search expression"), "search", false],
  ["an unknown field", answer(200, "Expression optimisation failed"), "search", false],
  ["an unknown table", answer(200, "could not understand Name"), "no-table", false],
  ["an unknown word", answer(200, "could not understand it"), "not-understood", false],
  ["a malformed request", answer(200, "Malformed REST request"), "not-understood", false],
  ["a bare word", answer(200, "None"), "unexpected-answer", true],
  ["a proxy's page", answer(200, "<html><body>Welcome</body></html>"), "unexpected-answer", true],
  ["a 500 without a reason", answer(500, ""), "server-error", true],
  ["a 500 that holds XML", answer(500, tableXml("Name", [])), "server-error", true],
  ["a bad gateway", answer(502, "<html>Bad Gateway</html>"), "server-error", true],
  ["a redirect", answer(302, ""), "server-error", true],
  ["a wrong address", answer(404, "Not Found"), "not-found", false],
  ["401", answer(401, "Unauthorized"), "login", false],
  ["401 where folders have log-ins", answer(401, "", FOLDERS), "folder-login-required", false],
];

describe("an answer that is no data", () => {
  test.each(REFUSALS)("is told apart: %s", (_name, given, code, retryable) => {
    const error = errorOf(() => judgeXml(given, question));
    expect([error.code, error.retryable]).toEqual([`moneyworks.${code}` as TidemarkError["code"], retryable]);
    expect(`${error.message}${error.hint}`).not.toMatch(/[{}]/);
  });

  test("is a refusal for text commands, too", () => {
    expect(errorOf(() => judgeText(answer(200, "Bad search expression"), question)).code).toBe("moneyworks.search");
    expect(errorOf(() => judgeText(answer(500, ""), question)).code).toBe("moneyworks.server-error");
    expect(judgeText(answer(200, "2"), question)).toBe("2");
  });

  test("is quoted on one line, bounded and redacted", () => {
    const { message } = errorOf(() => judgeXml(answer(500, `hunter2\u0007\n${"x".repeat(3000)}`), question));
    expect(message).not.toMatch(/hunter2|\n|\p{Cc}/u);
    expect(message.length).toBeLessThan(300);
  });

  test("may be empty: no match or no privilege, which the caller finds out", () => {
    expect(judgeXml(answer(200, " \n"), question)).toBe("empty");
  });

  test("is XML with or without a declaration and a byte order mark", () => {
    const bodies = [tableXml("Name", []), "\uFEFF<?xml version='1.0'?><table/>", '\n<table name="Name">'];
    expect(bodies.map((body) => judgeXml(answer(200, body), question))).toEqual(["xml", "xml", "xml"]);
  });
});

const NAME = SCHEMA.get("name" as TableName) as TableSchema;
const T = "20250310141502";
const rows = (...numbers: number[]) => numbers.map((number) => recordXml(number, T));
const table = (numbers: number[], found?: number) => tableXml("Name", rows(...numbers), found);

const CONTRADICTIONS: readonly [name: string, body: string, reason: RegExp, after: number][] = [
  ["fewer records than announced", table([1, 2]).replace('count="2"', 'count="3"'), /announces 3 .* holds 2/, 0],
  ["no count", table([1, 2]).replace('count="2" ', ""), /announces no number/, 0],
  ["no number of matches", table([1]).replace(' found="1"', ""), /how many records match/, 0],
  ["a page that is too short", table([1, 2], 7), /2 records came of 7/, 0],
  ["more records than asked for", table([1, 2, 3, 4]), /4 records came of 4.*limit of 3/, 0],
  ["fewer matches than records", table([1, 2], 1), /2 records came of 1/, 0],
  ["another offset", table([1]).replace('start="0"', 'start="3"'), /starts at record 3/, 0],
  ["records out of order", table([2, 1]), /record 1 stands after 2/, 0],
  ["a record twice", table([2, 2]), /record 2 stands after 2/, 0],
  ["a record from an earlier page", table([1]), /record 1 stands after 1/, 1],
  ["numbers in some records only", tableXml("Name", [recordXml(2, T), "<code>A</code>"]), /some have none/, 0],
];

describe("an export", () => {
  const judge = (body: string, after = 0) =>
    judgeExport(new TextEncoder().encode(body), { schema: NAME, after, limit: 3 });

  test("that agrees with itself is taken", () => {
    expect(judge(table([1, 2, 9], 50))).toMatchObject({
      found: 50,
      replaced: 0,
      records: [{ seq: 1 }, { seq: 2 }, { seq: 9 }],
    });
    expect(judge(tableXml("Name", []))).toMatchObject({ found: 0, records: [] });
  });

  test.each(CONTRADICTIONS)(
    "that contradicts itself is refused and asked for again: %s",
    (_name, body, reason, after) => {
      const error = errorOf(() => judge(body, after));
      expect([error.code, error.retryable]).toEqual(["moneyworks.inconsistent", true]);
      expect(error.message).toMatch(reason);
    },
  );

  test("of another table is refused", () => {
    expect(errorOf(() => judge(tableXml("Account", []))).code).toBe("moneyworks.wrong-table");
  });

  const whole = table([1, 2]);
  test.each([50, 120, whole.length - 9])("cut off after %p bytes is refused and asked for again", (length) => {
    const error = errorOf(() => judge(whole.slice(0, length)));
    expect([error.code, error.retryable]).toEqual(["moneyworks.bad-xml", true]);
  });

  test("with a document type is refused for good", () => {
    const error = errorOf(() => judge(whole.replace("?>", '?><!DOCTYPE table [<!ENTITY a "b">]>')));
    expect([error.code, error.retryable]).toEqual(["moneyworks.bad-xml", false]);
  });
});
