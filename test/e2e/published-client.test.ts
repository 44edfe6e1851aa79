import { expect, test } from "bun:test";
import { MoneyWorksClient } from "@oak-digital/moneyworks";
import { generateCompany } from "../../src/simulator/company/generate.ts";
import { simulators } from "../support/simulator.ts";

const start = simulators();

/** A client that this project did not write, published on npm, against the simulator. */
async function connected() {
  const users = [{ user: "Robot", password: "s3cret" }];
  const folder = { path: "Clients", password: "Datacentre" };
  const running = await start({
    data: generateCompany({ seed: 11, records: 400 }),
    document: "Clients/Acme Widgets.moneyworks",
    users,
    folder,
  });
  const client = new MoneyWorksClient({
    host: "127.0.0.1",
    port: running.address.port,
    secure: false,
    username: folder.path,
    password: folder.password,
    dataFile: "Clients/Acme Widgets.moneyworks",
    dataFileUsername: "robot",
    dataFilePassword: "S3CRET",
  });
  return { ...running, client };
}

test("the published client reads the version", async () => {
  const { client } = await connected();
  expect((await client.version()).data).toBe("9.2.1");
});

test("the published client reads every product", async () => {
  const { client, sim } = await connected();
  const products = await client.getProducts();
  const codes = products.map((product: { code?: unknown }) => String(product.code));
  expect(codes).toHaveLength(sim.rows("product").length);
  expect(codes).toContain("WID-BIRC-L");
});

test("the published client imports a transaction", async () => {
  const { client, sim } = await connected();
  const name = sim.rows("name").find(({ fields }) => fields.customertype === "2" && /^[A-Z]+$/.test(fields.code ?? ""));
  const response = await client.createTransaction({
    type: "DII",
    namecode: name?.fields.code ?? "",
    theirref: "WEB-1",
    transdate: new Date(2025, 2, 5),
    return_seq: true,
    detail: [{ account: "4000", taxcode: "G", gross: 115, description: "Sold on the web" }],
  } as never);
  const row = sim.controls.records.find("transaction", Number(response.data));
  expect(row.fields).toMatchObject({
    type: "DII",
    theirref: "WEB-1",
    gross: "115.00",
    taxamount: "15.00",
    transdate: "20250305",
  });
  expect(sim.lines(row).map(({ fields }) => fields.account)).toEqual(["4000-", "1500-", "2400-"]);
});

test("the published client sees a refusal", async () => {
  const { client } = await connected();
  const xml = '<table name="Name"><name><name>No code</name></name></table>';
  expect((await client.import("name", xml)).data).toBe("[ERROR] A name needs a code");
});
