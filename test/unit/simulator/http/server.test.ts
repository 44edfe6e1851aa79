import { describe, expect, test } from "bun:test";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();

test.each(["/REST/server/version", "/REST//version", "/REST/Acme.moneyworks/version", "/REST/anything/version/"])(
  "tells its version at %s without credentials",
  async (path) => {
    const { address } = await start({ users: [{ user: "a", password: "b" }] });
    const response = await fetch(address.origin + path);
    expect(await response.text()).toBe("9.2.1");
    expect(response.headers.get("content-type")).toBe("text/plain");
  },
);

test("answers with the headers that were observed", async () => {
  const { get } = await start();
  const { headers } = await get("/version");
  expect(Object.fromEntries(headers)).toMatchObject({
    date: "Mon, 10 Mar 2025 20:00:07 GMT",
    expires: "Mon, 10 Mar 2025 20:00:07 GMT",
    "cache-control": "no-store, no-cache, must-revalidate",
    pragma: "no-cache",
    "keep-alive": "timeout=15",
    "access-control-allow-origin": "*",
    "content-length": "5",
    server: "MoneyWorks_Datacentre/9.2.1 Server_Platform/Mac-arm64 REST/9.2.1",
  });
});

describe("documents", () => {
  test.each([
    ["its name", "Acme.moneyworks", 200],
    ["its name without the suffix", "Acme", 200],
    ["another letter case", "acme.moneyworks", 500],
    ["another document", "Other.moneyworks", 500],
    ["a raw slash in a path", "Clients/Acme.moneyworks", 500],
  ])("answers %s", async (_title, document, status) => {
    const { address } = await start();
    const response = await fetch(`${address.origin}/REST/${document}/evaluate?expr=1`);
    expect(response.status).toBe(status);
    if (status === 500) expect(await response.text()).toEndWith("; last diagnostic message: DoConnect failed -43");
  });

  test("live in folders", async () => {
    const { address } = await start({ document: "Clients/North & South.moneyworks" });
    expect(address.documentUrl).toEndWith("/REST/Clients%2FNorth%20%26%20South.moneyworks");
    const lower = address.documentUrl.replace("%2F", "%2f");
    expect(await (await fetch(`${lower}/evaluate?expr=1%2b1`)).text()).toBe("2");
  });
});

test.each([
  ["a command that does not exist", "/REST/Acme.moneyworks/frobnicate", 404],
  ["another service", "/SOAP/Acme.moneyworks/version", 404],
  ["another letter case of REST", "/rest/server/version", 404],
  ["an inherited name as a command", "/REST/Acme.moneyworks/constructor", 404],
  ["export for the server", "/REST/server/export?table=name", 404],
])("has no %s", async (_title, path, status) => {
  const { address } = await start();
  expect((await fetch(address.origin + path)).status).toBe(status);
});

test.each([
  ["export without a table", "/export"],
  ["evaluate without an expression", "/evaluate"],
  ["import by GET", "/import"],
])("calls %s malformed, with status 200", async (_title, path) => {
  const { get } = await start();
  const response = await get(path);
  expect([response.status, await response.text()]).toEqual([200, "Malformed REST request"]);
});

test("remembers requests without credentials", async () => {
  const { sim, address } = await start();
  await fetch(`${address.origin}/REST/jo:secret@Acme.moneyworks/export/table=Name&limit=1`);
  expect(sim.controls.requests).toEqual([
    {
      number: 1,
      method: "GET",
      target: "/REST/***@Acme.moneyworks/export/table=Name&limit=1",
      command: "export",
      table: "name",
    },
  ]);
});

test("lets a test change data before a request takes effect", async () => {
  const edits: string[] = [];
  const running = await start({ onRequest: ({ number }) => void edits.push(`before ${number}`) });
  await running.evaluate("1");
  await running.evaluate("2");
  expect(edits).toEqual(["before 1", "before 2"]);
});

test("says which port it cannot have", async () => {
  const { address } = await start();
  await expect(start({ port: address.port })).rejects.toMatchObject({
    code: "simulator.listen",
    details: { port: address.port },
  });
});

test("can be started again after a stop", async () => {
  const { sim } = await start();
  await sim.stop();
  const again = await sim.start();
  expect(await (await fetch(`${again.origin}/REST/server/version`)).text()).toBe("9.2.1");
});

test("answers without the network as it does with it", async () => {
  const { sim, get } = await start();
  const direct = await sim.handle(new Request("http://simulator/REST/Acme.moneyworks/export?table=name&format=xml"));
  expect(await direct.text()).toBe(await (await get("/export?table=name&format=xml")).text());
});
