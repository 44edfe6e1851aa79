import { expect, test } from "bun:test";
import { Client } from "../../src/moneyworks/client.ts";
import { parseMoneyWorksUrl } from "../../src/moneyworks/parse-url.ts";
import { createHttp } from "../../src/platform/http.ts";
import { fixedRandom } from "../support/moneyworks-fakes.ts";
import { failureOf } from "../support/remote-ports.ts";
import { openSimulated, ROBOT, type Simulated } from "../support/simulated-source.ts";

const never = new AbortController().signal;

function clientOf({ address, clock, log }: Simulated): Client {
  const login = `${ROBOT.user}:${encodeURIComponent(ROBOT.password)}`;
  const endpoint = parseMoneyWorksUrl(address.documentUrl.replace("://", `://${login}@`));
  return new Client({ endpoint, http: createHttp(), clock, log, random: fixedRandom(0.5) });
}

const statusOf = ({ simulator }: Simulated, seq: number) =>
  simulator.rows("transaction").find((row) => row.seq === seq)?.fields.status;
const unposted = ({ simulator }: Simulated) =>
  simulator.rows("transaction").find(({ fields }) => fields.status === "U")?.seq ?? 0;

test("a transaction is posted once", async () => {
  await using harness = await openSimulated();
  const seq = unposted(harness);
  expect(await clientOf(harness).post(seq, never)).toBe(true);
  expect(await clientOf(harness).post(seq, never)).toBe(false);
  expect(statusOf(harness, seq)).toBe("P");
});

test("one that somebody has open is not posted", async () => {
  await using harness = await openSimulated();
  const seq = unposted(harness);
  harness.simulator.controls.lock("transaction", seq);
  expect(await clientOf(harness).post(seq, never)).toBe(false);
  expect(statusOf(harness, seq)).toBe("U");
});

test("a posting whose answer is lost happened once, and is not sent again", async () => {
  await using harness = await openSimulated();
  const seq = unposted(harness);
  harness.simulator.controls.fault({ command: "post", effect: { kind: "reset", when: "after" } });
  const error = await failureOf(clientOf(harness).post(seq, never));
  expect(error).toMatchObject({ code: "moneyworks.import-unknown", retryable: false });
  expect(statusOf(harness, seq)).toBe("P");
  expect(harness.simulator.controls.requests).toHaveLength(1);
});
