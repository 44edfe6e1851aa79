import { expect, test } from "bun:test";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();
const users = ["one", "two", "three"].map((user) => ({ user, password: "p" }));
const as = (user: string) => ({ authorization: `Basic ${Buffer.from(`${user}:Document:p`).toString("base64")}` });
const LIMIT =
  "The server has reached its licensed concurrent users limit.; last diagnostic message: DoConnect failed -1";

test("a worker lingers for its user, and others find no login until it is over", async () => {
  const { get, clock } = await start({ users, userLimit: 1, lingerSeconds: 30 });
  const status = async (user: string) => (await get("/evaluate?expr=1", as(user))).status;
  expect(await status("one")).toBe(200);
  expect(await status("one")).toBe(200);
  expect(await status("two")).toBe(500);
  await clock.sleep(30_000);
  expect(await status("two")).toBe(200);
});

test("no_linger gives the login back at once", async () => {
  const { get } = await start({ users, userLimit: 1 });
  await get("/evaluate?expr=1&no_linger=true", as("one"));
  expect((await get("/evaluate?expr=1", as("two"))).status).toBe(200);
});

test("the limit answers the 105 bytes that were observed", async () => {
  const { sim, get } = await start({ userLimit: 3 });
  sim.controls.occupyLogins(3);
  const response = await get("/evaluate?expr=1");
  expect([response.status, response.headers.get("content-length")]).toEqual([500, "105"]);
  expect(await response.text()).toBe(LIMIT);
});

test("version needs no login", async () => {
  const { sim, get } = await start({ userLimit: 1 });
  sim.controls.occupyLogins(1);
  expect((await get("/version")).status).toBe(200);
});

test("the pool can be looked at", async () => {
  const { sim, get } = await start({ users, userLimit: 5 });
  await get("/evaluate?expr=1", as("one"));
  await get("/evaluate?expr=1", as("two"));
  await get("/evaluate?expr=1&no_linger=true", as("two"));
  expect(sim.controls.state().logins).toEqual({ limit: 5, busy: 0, lingering: 1, others: 0 });
});
