import { expect, test } from "bun:test";
import { Adoption } from "../../../src/api/contract/adoption.ts";
import { ChangeList } from "../../../src/api/contract/change.ts";
import { PromotionList, PromotionReport } from "../../../src/api/contract/promotion.ts";
import { RecordDetail, RecordList } from "../../../src/api/contract/record.ts";
import { Cancelled, RunDetail, RunList, RunStarted } from "../../../src/api/contract/run.ts";
import { Statistics } from "../../../src/api/contract/statistics.ts";
import { Health, Paused, Status } from "../../../src/api/contract/status.ts";
import { Client } from "../../../src/sdk/client.ts";
import { serveApi } from "../../support/api-server.ts";
import { expectWire } from "../../support/expect-wire.ts";

function clientOf(url: string): Client {
  return new Client({
    base: `${url}/`,
    fetch: (address, init) => fetch(address, init),
    token: () => null,
    random: () => 0,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  });
}

/** Each method, with every parameter that it may be given: the API refuses what it does not know. */
test("the API answers every method as the contract says", async () => {
  await using server = serveApi();
  const { service } = server;
  const client = clientOf(server.url);
  service.edit("name", "ROWAN", "phone", "09 555 0199");
  const { commit } = service.promote();
  const from = "2025-01-01T00:00:00.000Z";
  const until = new Date().toISOString();

  expectWire(Status, await client.status());
  expectWire(Health, await client.ready());
  expectWire(RunStarted, await client.start({ kind: "poll", tables: ["name"] }));
  await Bun.sleep(80);
  const { run } = await client.start({ kind: "check" });
  expectWire(Cancelled, await client.cancel());
  await Bun.sleep(80);
  expectWire(RunStarted, await client.start({ kind: "sweep", allowDeletes: 3 }));
  await Bun.sleep(80);
  expect(service.asked).toEqual(["poll name 0", "check all 0", "sweep all 3"]);
  expectWire(RunList, await client.runs({ kind: "check", outcome: "cancelled", limit: 5 }));
  expectWire(RunDetail, await client.run(run));
  expectWire(ChangeList, await client.changes({ table: "name", key: "ROWAN", field: "phone", from, until, limit: 5 }));
  expectWire(ChangeList, await client.changes({ since: "0" }));
  expectWire(RecordList, await client.records("name", { search: "rowan", limit: 5 }));
  expectWire(RecordDetail, await client.record({ table: "name", key: "A/B", at: until }));
  expectWire(RecordDetail, await client.record({ table: "name", key: ".." }));
  expect(await client.recordXml({ table: "name", key: "ROWAN" })).toContain("<phone>09 555 0199</phone>");
  expectWire(PromotionList, await client.promotions({ limit: 5 }));
  expectWire(PromotionReport, await client.promotion(commit));
  expectWire(Statistics, await client.statistics({ from, until, spans: 10 }));
  expectWire(Paused, await client.pause());
  expectWire(Paused, await client.resume());
  service.halt("remote.main-moved", "Moved.", "Look.");
  expectWire(Health, await client.ready());
  const { proposal } = await client.adopt({ side: "theirs" });
  expectWire(Adoption, await client.adopt({ side: "theirs", confirm: proposal?.word ?? "" }));
  expect(service.halted).toBeNull();
  expect(await client.openapi()).toMatchObject({ openapi: "3.1.0" });
});

test("its errors keep their code, hint and run", async () => {
  await using server = serveApi();
  const client = clientOf(server.url);
  const { run } = await client.start({ kind: "full" });
  const busy = await client.start({ kind: "poll" }).catch((reason: unknown) => reason);
  expect(busy).toMatchObject({ status: 409, code: "api.busy", run });
  const missing = await client.record({ table: "name", key: "NOBODY" }).catch((reason: unknown) => reason);
  expect(missing).toMatchObject({ status: 404, code: "record.not-found", hint: expect.stringMatching(/\w/) });
});

test("its events are followed, and found again behind the last one", async () => {
  const first = serveApi();
  const { service, port } = first;
  const client = clientOf(first.url);
  const end = new AbortController();
  const heard: string[] = [];
  const following = (async () => {
    for await (const { event, data } of client.events.follow({ signal: end.signal })) {
      heard.push(event === "changes" ? `changes ${data.changes[0]?.new}` : event);
    }
  })();
  const until = async (count: number) => {
    while (heard.length < count) await Bun.sleep(5);
  };
  await until(1);
  service.edit("name", "ROWAN", "phone", "1");
  await until(3);
  await first[Symbol.asyncDispose]();
  service.edit("name", "ROWAN", "phone", "2");
  await using _second = serveApi({ service, port });
  await until(5);
  end.abort();
  await following;
  expect(heard).toEqual(["status", "changes 1", "status", "changes 2", "status"]);
});
