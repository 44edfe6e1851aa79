import { describe, expect, test } from "bun:test";
import { simulators, texts } from "../../../support/simulator.ts";

const start = simulators();

test.each([
  ["bad syntax", { table: "name", search: 'code="' }, "Bad search expression"],
  ["an unknown function", { table: "name", search: "exists(code)" }, "Bad search expression"],
  ["an unknown field", { table: "name", search: 'nonsense="1"' }, "Expression optimisation failed"],
  ["an unknown sort field", { table: "name", sort: "nonsense" }, "Expression optimisation failed"],
  ["an unknown table", { table: "nonsense" }, "could not understand nonsense"],
])("answers %s with status 200 and a text", async (_title, parameters: Record<string, string>, body) => {
  const { export: exportTable } = await start();
  expect(await exportTable(parameters)).toBe(body);
});

test("an evaluation that is not understood is said so", async () => {
  const { evaluate } = await start();
  expect(await evaluate("Nonsense(1)")).toBe("could not understand Nonsense(1)");
});

test("takes tables in any letter case", async () => {
  const { export: exportTable } = await start();
  expect(await exportTable({ table: "TaxRate" })).toContain('<table name="TaxRate"');
});

describe("a server that differs", () => {
  test("may lack tables", async () => {
    const { export: exportTable, import: importXml } = await start({ quirks: { missingTables: ["user2", "asset"] } });
    expect(await exportTable({ table: "asset" })).toBe("could not understand asset");
    expect(await importXml('<table name="user2"/>')).toBe('[ERROR] There is no table "user2"');
  });

  test("may refuse long searches", async () => {
    const { export: exportTable } = await start({ quirks: { searchLimit255: true } });
    const search = (length: number) => `code="${"x".repeat(length - 7)}"`;
    expect(await exportTable({ table: "name", search: search(255) })).toContain('found="0"');
    expect(await exportTable({ table: "name", search: search(256) })).toBe("Bad search expression");
  });

  test("may lack Timestamp and TimeAdd", async () => {
    const { evaluate } = await start({ quirks: { timestampFunction: false, timeAdd: false } });
    expect(await evaluate("Timestamp()")).toStartWith("could not understand");
    expect(await evaluate("TimeAdd(Time(),1)")).toStartWith("could not understand");
    expect(await evaluate("DateToText(Time(),-7)")).toBe("20250311090007");
  });

  test("may not read 14 digits, and then past and future markers find the same", async () => {
    const { sim, export: exportTable } = await start();
    const found = async (marker: string) => {
      const search = `lastmodifiedtime>=TextToDate("${marker}")`;
      return /found="(\d+)"/.exec(await exportTable({ table: "name", search }))?.[1];
    };
    expect([await found("20200101000000"), await found("20300101000000")]).toEqual(["2", "0"]);
    sim.controls.quirks({ textToDate14: false });
    expect([await found("20200101000000"), await found("20300101000000")]).toEqual(["2", "2"]);
  });

  test("may warp its time, but not its stamps", async () => {
    const { sim, evaluate } = await start({ quirks: { timeWarpSeconds: -86_400 } });
    expect(await evaluate("Today()")).toBe("10/03/25");
    expect(sim.controls.records.touch("name", "ROWAN").modtime).toBe("20250311090007");
  });
});

describe("privileges", () => {
  test("records above the user's level are absent, lines with their transaction", async () => {
    const users = [{ user: "robot", password: "x", securityLevel: 2 }];
    const { sim, get } = await start({ users });
    const secret = sim.controls.records.add("transaction", {
      fields: { type: "QU", securitylevel: 3 },
      lines: [{ gross: 5 }],
    });
    const ask = async (table: string, sort: string) => {
      const authorization = `Basic ${Buffer.from("robot:x").toString("base64")}`;
      const path = `/export?table=${table}&format=xml-verbose&sort=${sort}`;
      return (await get(path, { authorization })).text();
    };
    expect(texts(await ask("transaction", "sequencenumber"), "sequencenumber")).toEqual(["1042"]);
    expect(texts(await ask("detail", "detail.sequencenumber"), "detail.parentseq")).not.toContain(String(secret.seq));
    sim.controls.securityLevel(9);
    expect(texts(await ask("transaction", "sequencenumber"), "sequencenumber")).toEqual(["1042", String(secret.seq)]);
  });

  test("a hidden table is an empty answer", async () => {
    const { sim, export: exportTable } = await start();
    sim.controls.hideTables(["Name"]);
    expect(await exportTable({ table: "name" })).toBe("");
  });
});
