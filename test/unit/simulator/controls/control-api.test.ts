import { describe, expect, test } from "bun:test";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();

test("the controls are not there unless they were asked for", async () => {
  const { control } = await start();
  expect((await control("state")).status).toBe(404);
});

test("an edit over HTTP is the one the manual of the simulator shows", async () => {
  const { control, export: exportTable } = await start({ controlApi: true });
  const response = await control("edit", { table: "name", key: "ROWAN", fields: { phone: "09 555 0199" } });
  expect(await response.json()).toMatchObject({ seq: 12, modtime: "20250311090007", fields: { phone: "09 555 0199" } });
  expect(await exportTable({ table: "name" })).toContain("<phone>09 555 0199</phone>");
});

test.each(["state", "nonsense", "edit"])("the answer to %s is one line with its end", async (name) => {
  const { control } = await start({ controlApi: true });
  const response = await control(name);
  expect(response.headers.get("content-type")).toStartWith("application/json");
  expect(await response.text()).toMatch(/^\{.*\}\n$/);
});

test("the state tells what there is", async () => {
  const { control } = await start({ controlApi: true });
  expect(await (await control("state")).json()).toMatchObject({
    version: "9.2.1",
    clock: { local: "20250311090007", zone: "Pacific/Auckland", frozen: false },
    tables: { name: 2, transaction: 1, detail: 3 },
    requests: 0,
  });
});

test.each([
  ["random-edit", undefined, { table: expect.any(String) }],
  ["touch", { table: "name", key: 12, modtime: "20240101000000" }, { modtime: "20240101000000" }],
  ["silent-change", { table: "name", key: 12, fields: { fax: "1" } }, { modtime: "20250301120000" }],
  ["bulk-stamp", { table: "account" }, { stamped: 8 }],
  ["bulk-stamp", { table: "account", keys: [100, 101] }, { stamped: 2 }],
  ["add", { table: "job", fields: { code: "NEW" } }, { seq: 6 }],
  ["add", { table: "transaction", fields: { type: "QU" }, lines: [{ gross: 1 }] }, { seq: 1043 }],
  ["delete", { table: "job", key: "HOUSE" }, { ok: true }],
  ["get", { table: "job", key: "HOUSE" }, { seq: 5 }],
  ["post", { seq: 1042 }, { posted: true }],
  ["print", { numbers: [1042] }, { printed: 1 }],
  ["reconcile", { line: 3302, statement: 5 }, { reconciled: true }],
  ["use-cheque", { account: "1000" }, { used: true }],
  [
    "clock",
    { utc: "2025-06-01T00:00:00Z", step: 60, freeze: true, rate: 2, zone: -60 },
    { local: "20250531230100", frozen: true, rate: 2 },
  ],
  ["clock", { zone: "Africa/Johannesburg" }, { local: "20250310220007" }],
  ["quirks", { crlf: true, missingTables: ["user2"] }, { crlf: true, missingTables: ["user2"], escapeGt: true }],
  ["quirks", { fieldSizes: { "name.phone": 5 } }, { fieldSizes: { "name.phone": 5 } }],
  ["lock", { table: "name", key: "ROWAN" }, { ok: true }],
  ["unlock", { table: "transaction", key: 1042 }, { ok: true }],
  ["exchange", { uuid: "OTHER" }, { ok: true }],
  ["security-level", { level: 3 }, { ok: true }],
  ["hide-tables", { tables: ["name"] }, { ok: true }],
  ["occupy-logins", { count: 2 }, { ok: true }],
  ["clear-requests", undefined, { ok: true }],
])("%s %p", async (name, body, expected) => {
  const { control } = await start({ controlApi: true });
  const response = await control(name, body);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject(expected);
});

test("pays an invoice", async () => {
  const { control } = await start({ controlApi: true });
  await control("post", { seq: 1042 });
  expect(await (await control("pay", { invoice: 1042 })).json()).toEqual({ receipt: 1043 });
});

test("plans faults and clears them", async () => {
  const { control, get } = await start({ controlApi: true });
  const fault = { kind: "status", status: 503, body: "later", command: "export", table: "name", nth: 2, times: 3 };
  expect((await control("fault", fault)).status).toBe(200);
  const { faults } = (await (await control("state")).json()) as { faults: unknown };
  expect(faults).toEqual([
    { effect: { kind: "status", status: 503, body: "later" }, command: "export", table: "name", nth: 2, times: 3 },
  ]);
  await control("clear-faults");
  expect((await get("/export?table=name")).status).toBe(200);
});

test.each([
  "hang",
  "hang-after",
  "slow",
  "slow-after",
  "late",
  "truncate",
  "cut",
  "short",
  "miscount",
  "text",
  "users-limit",
  "reset-before",
  "reset-after",
])("knows the fault %s", async (kind) => {
  const { control } = await start({ controlApi: true });
  expect((await control("fault", { kind, ms: 1, bytes: 1, records: 1, requests: 1, body: "x" })).status).toBe(200);
});

test("takes a snapshot back", async () => {
  const { sim, control } = await start({ controlApi: true });
  const snapshot = await (await control("snapshot")).json();
  await control("delete", { table: "name", key: "ROWAN" });
  expect((await control("restore", { snapshot })).status).toBe(200);
  expect(sim.rows("name")).toHaveLength(2);
});

describe("refuses", () => {
  test.each([
    ["an unknown record", "edit", { table: "name", key: "NOBODY", fields: {} }, "simulator.record"],
    ["an argument of the wrong type", "edit", { table: "name", key: "ROWAN", fields: [] }, "simulator.control"],
    ["a nested value", "edit", { table: "name", key: "ROWAN", fields: { phone: {} } }, "simulator.control"],
    ["a list for a body", "edit", [], "simulator.control"],
    ["a time that is none", "clock", { utc: "noon" }, "simulator.control"],
    ["an unknown zone", "clock", { zone: "Mars/Olympus" }, "simulator.zone"],
    ["a stamp that is none", "touch", { table: "name", key: 12, modtime: "now" }, "simulator.control"],
    ["an unknown fault", "fault", { kind: "constructor" }, "simulator.control"],
    ["an impossible status", "fault", { kind: "status", status: 42 }, "simulator.control"],
    ["a quirk of the wrong type", "quirks", { crlf: "yes" }, "simulator.control"],
    ["a list for a quirk with names", "quirks", { fieldSizes: ["name.phone"] }, "simulator.control"],
    ["nothing for a quirk that is a list", "quirks", { missingTables: null }, "simulator.control"],
    ["a window on nothing", "lock", { table: "name", key: "NOBODY" }, "simulator.record"],
    ["a damaged snapshot", "restore", { snapshot: {} }, "simulator.snapshot"],
  ])("%s", async (_title, name, body, code) => {
    const { control } = await start({ controlApi: true });
    const response = await control(name, body);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, code]);
  });

  test("GET where arguments are needed, and what is not JSON", async () => {
    const { control, address } = await start({ controlApi: true });
    expect((await control("edit")).status).toBe(400);
    const response = await fetch(`${address.origin}/control/edit`, { method: "POST", body: "{" });
    expect(await response.json()).toMatchObject({ code: "simulator.control" });
  });

  test("a value that its field cannot hold", async () => {
    const { control } = await start({ controlApi: true });
    const response = await control("edit", { table: "name", key: "ROWAN", fields: { creditlimit: "ten" } });
    expect([response.status, await response.json()]).toEqual([400, { error: '"ten" is not a number (creditlimit)' }]);
  });

  test("a web page of another site", async () => {
    const { address } = await start({ controlApi: true });
    const headers = { "sec-fetch-site": "cross-site" };
    expect((await fetch(`${address.origin}/control/random-edit`, { headers })).status).toBe(403);
  });

  test("what it does not know, naming what it knows", async () => {
    const { control } = await start({ controlApi: true });
    const response = await control("constructor");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ controls: expect.arrayContaining(["edit", "fault", "random-edit"]) });
  });
});
