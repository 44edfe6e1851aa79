import { expect, test } from "bun:test";
import { Client } from "../../src/moneyworks/client.ts";
import { parseMoneyWorksUrl } from "../../src/moneyworks/parse-url.ts";
import { createHttp } from "../../src/platform/http.ts";
import { fixedRandom } from "../support/moneyworks-fakes.ts";
import { failureOf } from "../support/remote-ports.ts";
import { openSimulated, ROBOT, type Simulated } from "../support/simulated-source.ts";

const never = new AbortController().signal;
const bytes = (text: string) => new TextEncoder().encode(text);
const newName = (code: string) =>
  bytes(`<table name="Name"><name><code>${code}</code><name>Rowan &amp; Sons</name></name></table>`);

function clientOf({ address, clock, log }: Simulated): Client {
  const login = `${ROBOT.user}:${encodeURIComponent(ROBOT.password)}`;
  const endpoint = parseMoneyWorksUrl(address.documentUrl.replace("://", `://${login}@`));
  return new Client({ endpoint, http: createHttp(), clock, log, random: fixedRandom(0.5) });
}

const codes = ({ simulator }: Simulated) => simulator.rows("name").map(({ fields }) => fields.code);

test("an import creates a record and tells how many", async () => {
  await using harness = await openSimulated();
  const outcome = await clientOf(harness).importXml(newName("FRESH"), { returnSeq: false }, never);
  expect(outcome).toEqual({ kind: "counts", created: 1, updated: 0 });
  expect(codes(harness)).toContain("FRESH");
});

test("an import that asks for it tells the number of its record", async () => {
  await using harness = await openSimulated();
  const outcome = await clientOf(harness).importXml(newName("FRESH"), { returnSeq: true }, never);
  expect(outcome).toEqual({ kind: "sequence", seq: harness.simulator.rows("name").at(-1)?.seq ?? 0 });
});

test("a refused import tells MoneyWorks' reason and changes nothing", async () => {
  await using harness = await openSimulated();
  const before = codes(harness);
  const taken = newName(before[0] ?? "");
  const error = await failureOf(clientOf(harness).importXml(taken, { returnSeq: false }, never));
  expect(error).toMatchObject({
    code: "moneyworks.import-refused",
    message: expect.stringContaining("already in use"),
  });
  expect(codes(harness)).toEqual(before);
});

test("an import whose answer is lost happened once, and is not sent again", async () => {
  await using harness = await openSimulated();
  harness.simulator.controls.fault({ command: "import", effect: { kind: "reset", when: "after" } });
  const error = await failureOf(clientOf(harness).importXml(newName("FRESH"), { returnSeq: true }, never));
  expect(error).toMatchObject({ code: "moneyworks.import-unknown", retryable: false });
  expect(codes(harness).filter((code) => code === "FRESH")).toHaveLength(1);
  expect(harness.simulator.controls.requests.filter(({ command }) => command === "import")).toHaveLength(1);
});

test("a transaction is posted once", async () => {
  await using harness = await openSimulated();
  const unposted = harness.simulator.rows("transaction").find(({ fields }) => fields.status === "U")?.seq ?? 0;
  expect(await clientOf(harness).post(unposted, never)).toBe(true);
  expect(await clientOf(harness).post(unposted, never)).toBe(false);
});
