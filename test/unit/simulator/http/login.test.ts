import { describe, expect, test } from "bun:test";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();
const users = [{ user: "Robot", password: "S3cret" }];
const folder = { path: "root", password: "Folder" };
const base64 = (text: string) => Buffer.from(text).toString("base64");
const basic = (text: string) => `Basic ${base64(text)}`;
const NAMES = "/export?table=name&format=xml&limit=1";

describe("a protected document", () => {
  test.each([
    ["three parts", basic("Robot:Document:S3cret")],
    ["two parts", basic("Robot:S3cret")],
    ["any letter case", basic("ROBOT:document:s3CRET")],
    ["a comma and an empty folder password", `${basic("root:Datacentre:")}, ${basic("Robot:Document:S3cret")}`],
    ["the levels in the other order", `${basic("Robot:Document:S3cret")}, ${basic("root:Datacentre:")}`],
  ])("opens with %s", async (_title, authorization) => {
    const { get } = await start({ users });
    const response = await get(NAMES, { authorization });
    expect(await response.text()).toStartWith("<?xml");
  });

  test("opens with credentials in the URL", async () => {
    const { address } = await start({ users });
    const response = await fetch(`${address.origin}/REST/robot:s3cret@Acme.moneyworks${NAMES}`);
    expect(await response.text()).toStartWith("<?xml");
  });

  test.each([
    ["asks for credentials when there are none", {}, 401, "Unauthorized"],
    ["names -1 for a wrong password", { authorization: basic("Robot:Document:no") }, 500, "DoConnect failed -1"],
    ["names -1 for an unknown user", { authorization: basic("Nobody:Document:S3cret") }, 500, "DoConnect failed -1"],
    ["does not take a folder's credentials", { authorization: basic("root:Datacentre:S3cret") }, 401, "Unauthorized"],
    ["does not take another scheme", { authorization: "Bearer abc def" }, 401, "Unauthorized"],
  ])("%s", async (_title, headers: Record<string, string>, status, tail) => {
    const { get } = await start({ users });
    const response = await get(NAMES, headers);
    expect(response.status).toBe(status);
    expect(await response.text()).toEndWith(tail);
  });

  test("says how to log in with a 401", async () => {
    const { get } = await start({ users });
    expect((await get(NAMES)).headers.get("www-authenticate")).toStartWith("Basic ");
  });
});

test.each(["", basic("any:Document:thing"), basic(":")])(
  "an unprotected document accepts %p",
  async (authorization) => {
    const { get } = await start();
    const response = await get(NAMES, authorization === "" ? {} : { authorization });
    expect(await response.text()).toStartWith("<?xml");
  },
);

describe("a folder with login", () => {
  test.each([
    ["both levels", `${basic("root:Datacentre:Folder")}, ${basic("robot:Document:s3cret")}`, 200],
    ["the document's alone", basic("robot:Document:s3cret"), 401],
    ["a wrong folder password", `${basic("root:Datacentre:no")}, ${basic("robot:Document:s3cret")}`, 401],
    ["another folder", `${basic("Other:Datacentre:Folder")}, ${basic("robot:Document:s3cret")}`, 404],
    ["the folder's alone", basic("root:Datacentre:Folder"), 401],
  ])("answers %s", async (_title, authorization, status) => {
    const { get } = await start({ users, folder });
    expect((await get(NAMES, { authorization })).status).toBe(status);
  });

  test.each([basic("root:Datacentre:folder"), basic("root:folder")])(
    "takes a header for the folder beside credentials in the URL: %s",
    async (authorization) => {
      const { address } = await start({ users, folder });
      const url = `${address.origin}/REST/robot:s3cret@Acme.moneyworks${NAMES}`;
      expect((await fetch(url, { headers: { authorization } })).status).toBe(200);
    },
  );

  test("is advertised in the Server header", async () => {
    const { get } = await start({ folder });
    expect((await get("/version")).headers.get("server")).toEndWith(" Login_Required");
  });

  test("lists its documents for the folder's credentials only", async () => {
    const { address } = await start({ folder, otherDocuments: ["Rowan & Trust.moneyworks"] });
    const list = `${address.origin}/REST/server/list`;
    expect((await fetch(list)).status).toBe(401);
    const response = await fetch(list, { headers: { authorization: basic("root:Datacentre:Folder") } });
    expect(await response.text()).toBe(
      "<documents>\n<document>Acme.moneyworks</document>\n<document>Rowan &amp; Trust.moneyworks</document>\n</documents>\n",
    );
  });
});
