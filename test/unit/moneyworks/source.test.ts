import { describe, expect, test } from "bun:test";
import type { Modtime, TableName } from "../../../src/domain/ids.ts";
import { recordXml, tableXml } from "../../support/moneyworks-fakes.ts";
import { both, type Handler, noFormats, noSince, noTextToDate, setUp, T } from "../../support/scripted-datacentre.ts";

const never = new AbortController().signal;
const table = (name: string) => name as TableName;

describe("pages", () => {
  const page = (handler: Handler, since?: Modtime) => {
    const { source, http } = setUp(handler);
    return { result: source.page({ table: table("account"), after: 2, limit: 50, since }, never), http };
  };

  test("ask for what comes after a number, modified since a time", async () => {
    const { result, http } = page(() => null, T);
    expect(await result).toMatchObject({ records: [{ seq: 3, modtime: T }], found: 1, replaced: 0 });
    expect(http.asked().at(-1)).toMatchObject({
      search: `sequencenumber>2 and lastmodifiedtime>=TextToDate("${T}")`,
      limit: "50",
    });
  });

  test("say the time in seconds before now where 14 digits do not work, with a margin", async () => {
    const { result, http } = page(noTextToDate, "20260311080007" as Modtime);
    await result;
    expect(http.asked().at(-1)?.search).toBe("sequencenumber>2 and lastmodifiedtime>=TimeAdd(Time(),-3720)");
  });

  test("hold the whole table where no search by time works", async () => {
    const { result, http } = page(noSince, T);
    await result;
    expect(http.asked().at(-1)?.search).toBe("sequencenumber>2");
  });

  const TABLES: readonly [name: string, code: string][] = [
    ["login", "private-table"],
    ["nonsense", "no-table"],
  ];
  test.each(TABLES)("of the table %s are refused without asking", async (name, code) => {
    const { source, http } = setUp(() => null);
    const error = await source.page({ table: table(name), after: 0, limit: 1 }, never).catch((e) => e);
    expect([error.code, http.requests.length]).toEqual([`moneyworks.${code}`, 0]);
  });
});

describe("payments", () => {
  const paymentXml = tableXml("Payments", [
    `<lastmodifiedtime system="true">${T}</lastmodifiedtime><amount>5.00</amount>`,
  ]);
  const payments =
    (lists: string[]): Handler =>
    ({ table: asked, format }) => {
      if (asked !== "payments") return null;
      return format === "xml-verbose" ? paymentXml : (lists.shift() ?? `9\t${T}\n`);
    };

  test("get their numbers from the lists around them", async () => {
    const { source } = setUp(payments([]));
    const { records, found } = await source.page({ table: table("payments"), after: 0, limit: 10 }, never);
    expect([found, records.map(({ seq }) => seq)]).toEqual([1, [9]]);
    expect(records[0]?.record.fields).toContainEqual({ name: "sequencenumber", value: "9", system: true });
  });

  test("are read again when the lists do not agree", async () => {
    const { source, http } = setUp(payments([`8\t${T}\n`, `9\t${T}\n`]));
    const { records } = await source.page({ table: table("payments"), after: 0, limit: 10 }, never);
    expect(records.map(({ seq }) => seq)).toEqual([9]);
    expect(http.asked().filter(({ table: asked }) => asked === "payments")).toHaveLength(6);
  });

  test("that never stop changing are given up", async () => {
    let number = 10;
    const { source } = setUp((params) => {
      number += 1;
      return payments([`${number}\t${T}\n`])(params);
    });
    const error = await source.page({ table: table("payments"), after: 0, limit: 10 }, never).catch((e) => e);
    expect(error.code).toBe("moneyworks.unstable");
  });

  test("cannot be read without custom formats", async () => {
    const { source } = setUp(both(noFormats, payments([])));
    const error = await source.page({ table: table("payments"), after: 0, limit: 10 }, never).catch((e) => e);
    expect(error.code).toBe("moneyworks.no-sequence-numbers");
  });
});

describe("transaction lines", () => {
  const lineXml = (seq: number, parent: number) =>
    `<detail.sequencenumber system="true">${seq}</detail.sequencenumber><detail.lastmodifiedtime system="true">${T}</detail.lastmodifiedtime><detail.parentseq system="true">${parent}</detail.parentseq>`;
  const lines =
    (list: string): Handler =>
    ({ table: asked, format, limit }) => {
      if (asked !== "detail") return null;
      if (format !== "xml-verbose") return list;
      return limit === "1"
        ? tableXml("Detail", [lineXml(4, 70)], 3)
        : tableXml("Detail", [lineXml(4, 70), lineXml(5, 60), lineXml(6, 70)]);
    };
  const whole = `4\t${T}\t70\n5\t${T}\t60\n6\t${T}\t70\n`;
  const expected = { parents: [60, 70], lines: 3, highest: T, lastLine: 6, found: 3 };

  const WAYS: readonly [name: string, handler: Handler][] = [
    ["from a list", lines(whole)],
    ["from XML where custom formats do not work", both(noFormats, lines(""))],
  ];
  test.each(WAYS)("name their transactions, %s", async (_name, handler) => {
    const { source } = setUp(handler);
    expect(await source.parentsOfModifiedLines(T, 3, 10, never)).toEqual(expected);
  });

  test("with a list that is too short are asked for again, then given up", async () => {
    const { source, http } = setUp(lines(`4\t${T}\t70\n`));
    const error = await source.parentsOfModifiedLines(T, 3, 10, never).catch((e) => e);
    expect(error.code).toBe("moneyworks.unstable");
    expect(http.asked().filter(({ table: asked }) => asked === "detail")).toHaveLength(8);
  });

  test("that are none need one question", async () => {
    const { source, http } = setUp(({ table: asked }) => (asked === "detail" ? tableXml("Detail", []) : null));
    const none = { parents: [], lines: 0, highest: "19040101000000", lastLine: 0, found: 0 };
    expect(await source.parentsOfModifiedLines(T, 3, 10, never)).toEqual(none as unknown as typeof expected);
    expect(http.asked().filter(({ table: asked }) => asked === "detail")).toHaveLength(1);
  });
});

test("records by number are the wanted ones, ascending, the missing left out", async () => {
  const { source } = setUp(({ search }) =>
    search?.startsWith("(sequencenumber>=3")
      ? tableXml(
          "Account",
          [3, 4, 7].map((seq) => recordXml(seq, T)),
        )
      : null,
  );
  const records = await source.records(table("account"), [7, 3, 5, 3], never);
  expect(records.map(({ seq }) => seq)).toEqual([3, 7]);
});

test("a count is what the server says it finds", async () => {
  const { source } = setUp(({ limit }) => (limit === "1" ? tableXml("Account", [recordXml(3, T)], 812) : null));
  expect(await source.count(table("account"), never)).toBe(812);
});

test("a cancelled call rejects with the reason of the signal", async () => {
  const control = new AbortController();
  control.abort("stop");
  const { source } = setUp(() => null);
  expect(await source.contact(control.signal).catch((e) => e)).toBe("stop");
});
