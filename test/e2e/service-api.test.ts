import { expect, setDefaultTimeout, test } from "bun:test";
import fc from "fast-check";
import type { RecordList } from "../../src/api/contract/record.ts";
import { judge, shots } from "../support/api-fuzz.ts";
import { Installation } from "../support/installation.ts";
import { type OpenApi, operationsOf } from "../support/openapi.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";

setDefaultTimeout(60_000);

const SECRETS = ["hook-secret-9317", "sandbank", "555-private"];

test("the running service answers what its description tells, whatever is sent to it", async () => {
  await using simulator = await SimulatorProcess.start({ records: 60 });
  using place = new Installation({
    moneyworks: simulator.url,
    env: {
      TIDEMARK_API_LISTEN: "127.0.0.1:0",
      TIDEMARK_API_HOOK_SECRET: SECRETS[0],
      TIDEMARK_PRIVATE: "name.phone",
      TIDEMARK_POLL: "1h",
    },
  });
  await using service = place.start(["run"]);
  const { address } = JSON.parse(await service.errorLine(/"listening"/));
  await service.errorLine(/full ok/);
  const url = `http://${address}`;
  const page = await fetch(`${url}/records/name?format=json&limit=1`);
  const { records } = (await page.json()) as RecordList;
  await simulator.control("edit", { table: "name", key: records[0]?.seq, fields: { phone: "555-private" } });
  expect((await fetch(`${url}/sync/poll`)).status).toBe(200);

  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  for (const [at, operation] of operationsOf(document).entries()) {
    const target = { url, document, secrets: SECRETS };
    const property = fc.asyncProperty(shots(operation), (shot) => judge(target, operation, shot));
    const numRuns = operation.path.startsWith("/sync/") ? 8 : 25;
    await fc.assert(property, { numRuns, seed: 20250331 + at, endOnFailure: true });
  }

  service.kill("SIGTERM");
  const { code, err } = await service.finished;
  expect([code, SECRETS.filter((secret) => err.includes(secret))]).toEqual([0, []]);
  expect(err).not.toContain('"level":"error"');
});
