import { describe, expect, test } from "bun:test";
import type { TableName } from "../../../src/domain/ids.ts";
import { HttpFailure, type HttpRequest } from "../../../src/domain/ports/http.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";
import { Client, type ClientOptions, type ExportRequest } from "../../../src/moneyworks/client.ts";
import { ONE } from "../../../src/moneyworks/expressions.ts";
import { parseMoneyWorksUrl } from "../../../src/moneyworks/parse-url.ts";
import { compare, fieldName } from "../../../src/moneyworks/search.ts";
import {
  CollectingLog,
  fixedRandom,
  question,
  type Reply,
  recordXml,
  ScriptedHttp,
  SleepingClock,
  tableXml,
} from "../../support/moneyworks-fakes.ts";

const NAME = SCHEMA.get("name" as TableName) as TableSchema;
const PASSWORD = "hunter2hunter2";
const T = "20250310141502";
const never = new AbortController().signal;
const request: ExportRequest = {
  schema: NAME,
  search: compare(fieldName(NAME, "sequencenumber"), ">", 0),
  after: 0,
  limit: 2,
};

function setUp(script: ConstructorParameters<typeof ScriptedHttp>[0], options: Partial<ClientOptions> = {}) {
  const http = new ScriptedHttp(script);
  const clock = new SleepingClock();
  const log = new CollectingLog();
  const endpoint = parseMoneyWorksUrl(`http://jo:${PASSWORD}@h/REST/Acme.moneyworks`);
  const client = new Client({ endpoint, http, clock, log, random: fixedRandom(0.5), ...options });
  return { client, http, clock, log };
}

async function failureOf(promise: Promise<unknown>) {
  return promise.then(
    () => new Error("nothing was thrown"),
    (error) => error,
  );
}

const twoNames = tableXml("Name", [recordXml(1, T), recordXml(2, T)]);

describe("reading", () => {
  test("asks for verbose XML in ascending order of sequence number, credentials in the header only", async () => {
    const { client, http } = setUp([twoNames]);
    expect((await client.exportXml(request, never)).records).toHaveLength(2);
    expect(http.asked()).toEqual([
      {
        command: "export",
        table: "name",
        search: "sequencenumber>0",
        sort: "sequencenumber",
        direction: "ascending",
        limit: "2",
        format: "xml-verbose",
      },
    ]);
    const [{ url, headers, idleTimeoutMs }] = http.requests as [HttpRequest];
    expect(url).not.toContain(PASSWORD);
    expect(headers.Authorization).toBe(`Basic ${Buffer.from(`jo:Document:${PASSWORD}`).toString("base64")}`);
    expect(idleTimeoutMs).toBeGreaterThanOrEqual(60_000);
  });

  const PASSING: readonly [name: string, first: Reply, waits: number[]][] = [
    ["a reset connection", new HttpFailure("reset", "h broke"), [250]],
    ["a silence", new HttpFailure("timeout", "h was silent"), [250]],
    ["a refused connection", new HttpFailure("refused", "h refused"), [250]],
    ["a cut answer", twoNames.slice(0, 150), [250]],
    ["a short count", twoNames.replace('found="2"', 'found="9"').replace('count="2"', 'count="9"'), [250]],
    ["the user limit", { status: 500, body: "licensed concurrent users limit" }, [90_000]],
    ["a bare word", "None", [250]],
  ];
  test.each(PASSING)("asks again after %s", async (_name, first, waits) => {
    const { client, clock, log } = setUp([first, twoNames]);
    expect((await client.exportXml(request, never)).found).toBe(2);
    expect(clock.slept).toEqual(waits);
    expect(log.warnings()).toHaveLength(1);
  });

  test("does not ask again over an untrusted certificate", async () => {
    const { client, clock } = setUp([new HttpFailure("tls", "h did not give a trusted connection")]);
    expect((await failureOf(client.exportXml(request, never))).code).toBe("moneyworks.tls");
    expect(clock.slept).toEqual([]);
  });

  test("takes an empty answer for an empty table only when the server confirms it", async () => {
    const confirmed = setUp(["", "0"]);
    expect(await confirmed.client.exportXml(request, never)).toEqual({
      records: [],
      fields: [],
      found: 0,
      replaced: 0,
      bytes: 0,
    });
    expect(confirmed.http.asked()[1]?.expr).toBe('Find("name","sequencenumber>0")');
    const denied = setUp(["", "12"]);
    expect((await failureOf(denied.client.exportXml(request, never))).code).toBe("moneyworks.empty-answer");
    const silent = setUp(["", ""]);
    expect((await failureOf(silent.client.exportXml(request, never))).code).toBe("moneyworks.empty-answer");
  });

  test("does not take silence for an empty search while the whole table is as silent", async () => {
    const search = compare(fieldName(NAME, "sequencenumber"), ">", 70);
    const ask = async (...script: Reply[]) => {
      const { client, http } = setUp(script);
      const found = await client.exportXml({ ...request, search, after: 70 }, never).catch((error) => error.code);
      return [found.found ?? found, http.requests.length];
    };
    expect(await ask("", "0", twoNames.replace('count="2"', 'count="1"'))).toEqual([0, 3]);
    expect(await ask("", "0", "", "0")).toEqual([0, 4]);
    expect(await ask("", "0", "", "12")).toEqual(["moneyworks.empty-answer", 4]);
    expect(await ask("", "0", "", "")).toEqual(["moneyworks.empty-answer", 4]);
    expect(await ask("", "0", { status: 500, body: "" })).toEqual([0, 3]);
    expect(await ask("", "0", { status: 401, body: "" })).toEqual(["moneyworks.login", 3]);
  });

  test("takes silence for a refusal once the server was seen to tell an empty set, until its version changes", async () => {
    const { client, http } = setUp([tableXml("Name", []), "", "9.3", "", "0"]);
    expect((await client.exportXml(request, never)).found).toBe(0);
    expect((await failureOf(client.exportXml(request, never))).code).toBe("moneyworks.empty-answer");
    expect(http.requests).toHaveLength(2);
    await client.version(never);
    expect((await client.exportXml(request, never)).found).toBe(0);
  });

  test("stops reading an answer that is too big, and does not ask for it again", async () => {
    const { client, http } = setUp([twoNames], { maxBytes: 100 });
    expect((await failureOf(client.exportXml(request, never))).code).toBe("moneyworks.too-big");
    expect(http.requests).toHaveLength(1);
  });

  test("sends one request at a time, waits included", async () => {
    let open = 0;
    let most = 0;
    const reply = async ({ url }: HttpRequest): Promise<Reply> => {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
      return question(url).command === "evaluate" ? "1" : twoNames;
    };
    const { client, http } = setUp(reply);
    await Promise.all([
      client.exportXml(request, never),
      client.evaluate(ONE, never),
      client.exportXml(request, never),
    ]);
    expect([http.requests.length, most]).toEqual([3, 1]);
  });

  test("leaves the queue with the signal's reason, and lets the others through", async () => {
    const gate = Promise.withResolvers<Reply>();
    const control = new AbortController();
    const { client } = setUp(() => gate.promise);
    const first = client.exportXml(request, never);
    const second = client.exportXml(request, control.signal);
    const third = client.exportXml(request, never);
    control.abort("stop");
    expect(await failureOf(second)).toBe("stop");
    gate.resolve(twoNames);
    expect([(await first).found, (await third).found]).toEqual([2, 2]);
  });

  test("asks for the version without credentials", async () => {
    const { client, http } = setUp(["9.2.1b5\n"]);
    expect((await client.version(never)).text).toBe("9.2.1b5");
    expect(http.requests.map(({ url, headers }) => [url, headers])).toEqual([
      ["http://h:6710/REST/server/version", {}],
    ]);
  });

  test("tells another web server from a Datacentre", async () => {
    const { client } = setUp(["It works!"]);
    expect((await failureOf(client.version(never))).code).toBe("moneyworks.not-moneyworks");
  });

  test("says at once that a folder's log-in is missing", async () => {
    const reply = { body: "9.2", headers: { Server: "MoneyWorks_Datacentre/9.2 REST/9.2 Login_Required" } };
    const { client } = setUp([reply]);
    expect((await failureOf(client.version(never))).code).toBe("moneyworks.folder-login-required");
    const configured = setUp([reply], { folderPassword: "f" });
    expect((await configured.client.version(never)).text).toBe("9.2");
  });
});

describe("no secret leaves", () => {
  const echo = `${PASSWORD} Basic ${Buffer.from(`jo:Document:${PASSWORD}`).toString("base64")}`;
  const replies: readonly [name: string, reply: Reply][] = [
    ["an error that repeats them", { status: 500, body: echo }],
    ["a refusal that repeats them", { status: 200, body: `could not understand ${echo}` }],
    ["a failed connection", new HttpFailure("tls", "h did not give a trusted connection", new Error("self-signed"))],
  ];
  test.each(replies)("after %s", async (_name, reply) => {
    const { client, log } = setUp(() => reply);
    const error = await failureOf(client.exportXml(request, never));
    const everything = `${Bun.inspect(error, { depth: 12 })}${JSON.stringify(error)}${error.stack}${JSON.stringify(log.entries)}${Bun.inspect(client, { depth: 12 })}`;
    expect(everything).not.toContain(PASSWORD);
    expect(everything).not.toContain(Buffer.from(`jo:Document:${PASSWORD}`).toString("base64").slice(0, 20));
  });
});
