import { afterEach, describe, expect, test } from "bun:test";
import { createApi } from "../../../src/api/api.ts";
import type { Problem } from "../../../src/api/contract/problem.ts";
import type { Difference, RunDetail, RunStarted } from "../../../src/api/contract/run.ts";
import { type ApiServer, serveApi } from "../../support/api-server.ts";
import { FakeService } from "../../support/fake-service/fake-service.ts";

let api: ApiServer<FakeService>;

function start(runMs = 20): void {
  api = serveApi({ service: new FakeService({ runMs }) });
}
afterEach(() => api[Symbol.asyncDispose]());

async function json<T>(path: string, init: RequestInit = {}): Promise<{ status: number; headers: Headers; body: T }> {
  const response = await api.get(path, { ...init, headers: { accept: "application/json" } });
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}

const DIFFERENCE: Difference = {
  table: "name",
  key: "ROWAN\u001b[2J",
  operation: "changed",
  seq: 1,
  modtime: "20250331174500",
  fields: [{ field: "phone", main: "03 1", moneyworks: null }],
  sinceLastPoll: false,
};

describe("a check", () => {
  test("answers 200 and the report when nothing differs", async () => {
    start();
    const { status, body } = await json<RunDetail>("/sync/full?check=true");
    expect([status, body.kind, body.outcome, body.check?.outcome]).toEqual([200, "check", "ok", "equal"]);
    expect(api.service.asked).toEqual(["check all 0"]);
  });

  test("answers 409 and the differences when something does", async () => {
    start();
    api.service.differences = [DIFFERENCE];
    const { status, body, headers } = await json<RunDetail>("/sync/full?check=true");
    expect([status, headers.get("content-type"), body.differences]).toEqual([409, "application/json", 1]);
    expect(body.check?.first).toEqual([DIFFERENCE]);
  });

  test("tells them to people, and nothing of them steers a terminal", async () => {
    start();
    api.service.differences = [DIFFERENCE];
    const response = await api.get("/sync/full?check=true");
    const text = await response.text();
    expect([response.status, response.headers.get("content-type")]).toEqual([409, "text/plain; charset=utf-8"]);
    expect(text).toStartWith(
      'name ROWAN\\x1b[2J differs (number 1, stamped 20250331174500)\n  phone: main "03 1", MoneyWorks (blank)\n',
    );
    expect(text).toMatch(/check different in \d+\.\d s: 1 difference as of 20250331174500 on the server's clock\n$/);
  });

  test("that could not compare everything is no 200", async () => {
    start();
    api.service.failure = { code: "moneyworks.timeout", message: "MoneyWorks did not answer in time." };
    api.service.outcome = "partial";
    const { status, body } = await json<Problem>("/sync/full?check=true");
    expect([status, body.code]).toEqual([504, "moneyworks.timeout"]);
  });

  test("that found differences and could not compare the rest tells the differences", async () => {
    start();
    api.service.differences = [DIFFERENCE];
    api.service.failure = { code: "moneyworks.timeout", message: "MoneyWorks did not answer in time." };
    const { status, body } = await json<RunDetail>("/sync/full?check=true");
    expect([status, body.check?.first.length, body.error?.code]).toEqual([409, 1, "moneyworks.timeout"]);
  });
});

describe("a sync", () => {
  test.each(["poll", "sweep", "full"])("%s waits, by GET and by POST, and tells what came of it", async (kind) => {
    start();
    for (const method of ["GET", "POST"]) {
      const { status, body, headers } = await json<RunDetail>(`/sync/${kind}`, { method });
      expect([status, body.kind, body.outcome]).toEqual([200, kind as "poll", "ok"]);
      expect(headers.get("location")).toBe(`/runs/${body.run}`);
    }
  });

  test("is started and left alone with wait=false", async () => {
    start();
    const { status, body, headers } = await json<RunStarted>("/sync/full?wait=false");
    expect([status, headers.get("location")]).toEqual([202, `/runs/${body.run}`]);
    expect((await json<RunDetail>(`/runs/${body.run}`)).body.outcome).toBeNull();
  });

  test("is refused while another goes on, with that one's id", async () => {
    start();
    const { body: first } = await json<RunStarted>("/sync/full?wait=false");
    const { status, body } = await json<Problem>("/sync/poll");
    expect([status, body.code, body.run]).toEqual([409, "api.busy", first.run]);
  });

  const failures: readonly (readonly [code: string, outcome: RunDetail["outcome"], status: number])[] = [
    ["moneyworks.unreachable", "failed", 502],
    ["moneyworks.timeout", "failed", 504],
    ["remote.unauthorised", "failed", 502],
    ["moneyworks.private-table", "partial", 502],
    ["remote.main-moved", "halted", 409],
    ["sync.delete-brake", "halted", 409],
    ["data.disk-full", "failed", 503],
    ["run.no-progress", "failed", 504],
  ];
  for (const [code, outcome, status] of failures) {
    test(`that ends ${outcome} with ${code} is a problem with its code, a hint, and the run`, async () => {
      start();
      api.service.failure = { code, message: "what happened" };
      api.service.outcome = outcome;
      const { body, ...answer } = await json<Problem>("/sync/poll");
      expect([answer.status, body.status, body.code, body.detail]).toEqual([status, status, code, "what happened"]);
      expect([body.run, body.hint.includes("{"), body.hint === ""]).toEqual([api.service.runs[0]?.run, false, false]);
    });
  }

  test("that fails inside shows nothing of it", async () => {
    start();
    api.service.failure = {
      code: "internal.unexpected",
      message: "Something unexpected went wrong: password sandbank",
    };
    const response = await api.get("/sync/poll");
    const text = await response.text();
    expect([response.status, (JSON.parse(text) as Problem).code]).toEqual([500, "api.run-failed"]);
    expect(text).not.toContain("sandbank");
  });

  test("that let a poll go first has not ended", async () => {
    start();
    api.service.outcome = "yielded";
    expect((await json<RunDetail>("/sync/full")).status).toBe(202);
  });

  test("that is cancelled says so to who waits for it", async () => {
    start(2_000);
    const waiting = json<Problem>("/sync/full");
    while (api.service.runs.length === 0) await Bun.sleep(2);
    const cancelled = await json<{ run: string }>("/sync/cancel", { method: "POST" });
    expect(cancelled.body.run).toBe(api.service.runs[0]?.run ?? "");
    expect(await waiting).toMatchObject({ status: 409, body: { code: "run.cancelled" } });
    expect((await json<{ run: null }>("/sync/cancel", { method: "POST" })).body).toEqual({ run: null });
  });

  test("may take longer than a silent connection is kept, as a stream may; other answers may not", async () => {
    start();
    const { handler } = createApi({ ...api.parts, service: api.service });
    const keeps = async (path: string, method = "GET") => {
      let kept = 0;
      const connection = { address: "127.0.0.1", keepOpen: () => void kept++, giveUp: () => {} };
      const response = await handler(new Request(`${api.url}${path}`, { method }), connection);
      await response.body?.cancel();
      return kept > 0;
    };
    expect(await keeps("/sync/poll")).toBe(true);
    expect(await keeps("/sync/adopt", "POST")).toBe(true);
    expect(await keeps("/events")).toBe(true);
    expect(await keeps("/status")).toBe(false);
  });
});

describe("what the service is told", () => {
  test("pause and resume", async () => {
    start();
    const { body } = await json<{ pausedSince: string | null }>("/sync/pause", { method: "POST" });
    expect(body.pausedSince).not.toBeNull();
    expect((await json<{ service: { pausedSince: string } }>("/status")).body.service.pausedSince).toBe(
      body.pausedSince ?? "",
    );
    expect((await json("/sync/resume", { method: "POST" })).body).toEqual({ pausedSince: null });
  });

  test("adopt proposes, and does what was proposed once the word is given back", async () => {
    start();
    expect((await json("/sync/adopt", { method: "POST" })).body).toEqual({ proposal: null, adopted: null });
    api.service.halt("remote.main-moved", "main was moved", "look");
    const proposed = await json<{ proposal: { word: string } }>("/sync/adopt?side=ours", { method: "POST" });
    const { word } = proposed.body.proposal;
    const wrong = await json<Problem>("/sync/adopt?side=ours&confirm=other", { method: "POST" });
    expect([wrong.status, wrong.body.code]).toEqual([409, "adopt.other-word"]);
    const done = await json<{ adopted: { pushed: boolean } }>(`/sync/adopt?side=ours&confirm=${word}`, {
      method: "POST",
    });
    expect([done.status, done.body.adopted.pushed]).toEqual([200, true]);
  });

  test("readyz is 503 with the reasons while a person is needed", async () => {
    start();
    expect((await api.get("/readyz")).status).toBe(200);
    api.service.halt("remote.main-moved", "main was \u001b[2Jmoved", "look");
    const { status, body } = await json("/readyz");
    expect([status, body]).toEqual([503, { ready: false, reasons: ["main was \u001b[2Jmoved"] }]);
    expect(await (await api.get("/readyz")).text()).toBe("main was \\x1b[2Jmoved\n");
    expect((await api.get("/healthz")).status).toBe(200);
  });
});
