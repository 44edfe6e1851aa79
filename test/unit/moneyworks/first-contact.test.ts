import { describe, expect, test } from "bun:test";
import { TidemarkError } from "../../../src/domain/errors/tidemark-error.ts";
import { tableXml } from "../../support/moneyworks-fakes.ts";
import {
  both,
  forbidden,
  type Handler,
  noFormats,
  noSince,
  noTextToDate,
  noTimestamp,
  setUp,
  uselessTextToDate,
} from "../../support/scripted-datacentre.ts";

const never = new AbortController().signal;

describe("first contact", () => {
  const SERVERS: readonly [name: string, handler: Handler, abilities: object, warnings: RegExp[]][] = [
    ["that can everything", () => null, { modifiedSince: "texttodate", customFormat: true, timestamp: true }, []],
    [
      "without Timestamp",
      noTimestamp,
      { modifiedSince: "texttodate", timestamp: false },
      [/Timestamp\(\) does not work/],
    ],
    ["without TextToDate", noTextToDate, { modifiedSince: "timeadd" }, [/TimeAdd\(\) is used instead/]],
    ["whose TextToDate finds everything", uselessTextToDate, { modifiedSince: "timeadd" }, [/TimeAdd/]],
    ["without searches by time", noSince, { modifiedSince: "none" }, [/polls read whole tables/]],
    ["without custom formats", noFormats, { customFormat: false }, [/Custom export formats do not work/]],
  ];
  test.each(SERVERS)("with a server %s", async (_name, handler, abilities, warnings) => {
    const { source, log } = setUp(handler);
    const contact = await source.contact(never);
    expect(contact).toMatchObject({ version: "9.2.1", document: "0f0e0d0c-0b0a-4908-8706-050403020100" });
    expect(contact.capabilities).toMatchObject(abilities);
    expect(contact.tables?.join()).toBe("account,name,taxrate,transaction,detail");
    expect(log.warnings()).toHaveLength(warnings.length);
    for (const [index, pattern] of warnings.entries()) expect(log.warnings()[index]).toMatch(pattern);
  });

  test("without the right to evaluate still reads, and knows neither tables nor document", async () => {
    const { source, log } = setUp(forbidden);
    expect(await source.contact(never)).toEqual({
      version: "9.2.1",
      name: expect.stringMatching(/ on https?:/),
      document: null,
      tables: null,
      capabilities: { modifiedSince: "texttodate", customFormat: true, timestamp: false },
    });
    expect(log.warnings().at(-1)).toMatch(/Expressions cannot be evaluated/);
  });

  test("probes once, asks for version, tables and document each time, warns once", async () => {
    const { source, http, log } = setUp(noTimestamp);
    await source.contact(never);
    const before = http.requests.length;
    await source.contact(never);
    expect(
      http
        .asked()
        .slice(before)
        .map(({ command, expr }) => expr ?? command),
    ).toEqual(["version", "GetDatabaseFiles()", "GetDatabaseFiles()", "DocUUID"]);
    expect(log.warnings()).toHaveLength(1);
  });

  test("with an empty document is repeated until there is a record to try searches on", async () => {
    let empty = true;
    const names = ["Account", "TaxRate", "Name", "Transaction"];
    const { source, log } = setUp(({ table: asked, format }) => {
      const name = names.find((each) => each.toLowerCase() === asked);
      return empty && format === "xml-verbose" && name !== undefined ? tableXml(name, []) : null;
    });
    expect((await source.contact(never)).capabilities.modifiedSince).toBe("none");
    await source.contact(never);
    expect(log.warnings()).toHaveLength(1);
    empty = false;
    expect((await source.contact(never)).capabilities.modifiedSince).toBe("texttodate");
  });

  const HOPELESS: readonly [name: string, handler: Handler, code: string][] = [
    [
      "a wrong password",
      ({ command }) => (command === "version" ? null : { status: 500, body: "DoConnect failed -1" }),
      "login",
    ],
    [
      "an unknown document",
      ({ command }) => (command === "version" ? null : { status: 500, body: "DoConnect failed -43" }),
      "no-document",
    ],
    [
      "no right to read anything",
      ({ command, expr }) => (command === "export" ? "" : expr?.startsWith("Find") ? "9" : null),
      "empty-answer",
    ],
  ];
  test.each(HOPELESS)("fails over %s", async (_name, handler, code) => {
    const { source, clock } = setUp(handler);
    const error = await source.contact(never).catch((e) => e);
    expect(error).toBeInstanceOf(TidemarkError);
    expect(error.code).toBe(`moneyworks.${code}`);
    expect(clock.slept).toEqual([]);
  });
});

describe("the server's clock", () => {
  const utc = Date.UTC(2026, 2, 10, 20, 0, 7);
  const local = "20260311090007";
  const exported: Handler = ({ format }) =>
    format?.startsWith("[DateToText(Time()")
      ? { body: `${local}\n`, headers: { Date: "Tue, 10 Mar 2026 20:00:07 GMT" } }
      : null;
  const WAYS: readonly [name: string, handler: Handler, local: string, utc: number][] = [
    ["by Timestamp, to the millisecond", () => null, local, utc + 500],
    ["by Time and the HTTP date", noTimestamp, local, utc],
    ["by an export, where expressions are not allowed", both(exported, forbidden), local, utc],
    ["by the HTTP date alone, taking the zone furthest behind", both(noFormats, forbidden), "20260310080007", utc],
  ];
  test.each(WAYS)("is read %s", async (_name, handler, expected, millis) => {
    const { source, clock } = setUp(handler);
    const time = await source.time(never);
    expect([time.local as string, time.utc]).toEqual([expected, millis]);
    expect([time.askedAt, time.answeredAt]).toEqual([clock.now(), clock.now()]);
  });
});

test("what did not work at the first contact is tried again after an hour", async () => {
  let bad = true;
  const { source, clock } = setUp((request) => (bad ? noFormats(request) : null));
  expect((await source.contact(never)).capabilities.customFormat).toBeFalse();
  bad = false;
  expect((await source.contact(never)).capabilities.customFormat).toBeFalse();
  await clock.sleep(3_600_000);
  expect((await source.contact(never)).capabilities.customFormat).toBeTrue();
});
