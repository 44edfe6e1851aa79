import { describe, expect, test } from "bun:test";
import { HttpFailure } from "../../../src/domain/ports/http.ts";
import { Client } from "../../../src/moneyworks/client.ts";
import { ONE } from "../../../src/moneyworks/expressions.ts";
import { type ImportOutcome, parseImportAnswer } from "../../../src/moneyworks/import-answer.ts";
import { parseMoneyWorksUrl } from "../../../src/moneyworks/parse-url.ts";
import { CollectingLog, fixedRandom, type Reply, ScriptedHttp, SleepingClock } from "../../support/moneyworks-fakes.ts";

const never = new AbortController().signal;
const xml = new TextEncoder().encode('<table name="Name"/>');

function setUp(script: ConstructorParameters<typeof ScriptedHttp>[0]) {
  const http = new ScriptedHttp(script);
  const endpoint = parseMoneyWorksUrl("http://jo:pw@h/REST/Acme.moneyworks");
  const ports = { clock: new SleepingClock(), log: new CollectingLog(), random: fixedRandom(0.5) };
  return { client: new Client({ endpoint, http, ...ports }), http };
}

const ANSWERS: readonly [text: string, outcome: ImportOutcome | null][] = [
  ["created 2; updated 1", { kind: "counts", created: 2, updated: 1 }],
  ["created: 2; updated: 1\n", { kind: "counts", created: 2, updated: 1 }],
  ["Created 1", { kind: "counts", created: 1, updated: 0 }],
  ["1043", { kind: "sequence", seq: 1043 }],
  ["1043\n", { kind: "sequence", seq: 1043 }],
  ["updated: 3", { kind: "counts", created: 0, updated: 3 }],
  ["created 0; updated 0", { kind: "counts", created: 0, updated: 0 }],
  ["created 0", null],
  ["created 0; upd", null],
  ["0", null],
  ["4294967296", null],
  ["", null],
  ["OK", null],
  ["<html>created 2; updated 1</html>", null],
];

describe("an import", () => {
  test.each(ANSWERS)("answered by %j is read so", (text, outcome) => {
    expect(parseImportAnswer(text, true)).toEqual(outcome);
    expect(parseImportAnswer(text, false)).toEqual(outcome?.kind === "sequence" ? null : outcome);
  });

  test("is posted as XML, and asks for the number only when it is wanted", async () => {
    const { client, http } = setUp(["created 1; updated 0", "1043"]);
    expect(await client.importXml(xml, { returnSeq: false }, never)).toEqual({
      kind: "counts",
      created: 1,
      updated: 0,
    });
    expect(await client.importXml(xml, { returnSeq: true }, never)).toEqual({ kind: "sequence", seq: 1043 });
    expect(http.asked()).toEqual([{ command: "import" }, { command: "import", return_seq: "true" }]);
    expect(http.requests.map(({ method, body }) => [method, body])).toEqual([
      ["POST", xml],
      ["POST", xml],
    ]);
  });

  const OUTCOMES: readonly [name: string, reply: Reply, code: string][] = [
    [
      "a refusal is one, whatever its status",
      { status: 200, body: "[ERROR] Detail line does not balance" },
      "import-refused",
    ],
    ["a refusal with status 500 is one", { status: 500, body: "[ERROR] Specified period not open" }, "import-refused"],
    ["a broken connection leaves it open", new HttpFailure("reset", "h broke"), "import-unknown"],
    ["a silence leaves it open", new HttpFailure("timeout", "h was silent"), "import-unknown"],
    ["an error without a reason leaves it open", { status: 500, body: "" }, "import-unknown"],
    ["another text leaves it open", "fine", "import-unknown"],
    ["an empty answer leaves it open", "", "import-unknown"],
    ["a failure of another kind leaves it open", new HttpFailure("other", "h could not be asked"), "import-unknown"],
    ["a broken TLS connection leaves it open", new HttpFailure("tls", "h did not give one"), "import-unknown"],
    ["a known code without a connection's failure leaves it open", "Error -54 in row 1", "import-unknown"],
    ["a text about a search leaves it open", "Bad search expression", "import-unknown"],
    ["a refused connection means that nothing was sent", new HttpFailure("refused", "h refused"), "unreachable"],
    ["a host without an address means the same", new HttpFailure("unresolved", "h has no address"), "unreachable"],
    [
      "a document that cannot be opened means that nothing was done",
      { status: 500, body: "Closing; last diagnostic message: DoConnect failed -54" },
      "busy",
    ],
    ["a forbidden address means that nothing was done", { status: 403, body: "" }, "login"],
    [
      "the user limit means that nothing was done",
      { status: 500, body: "licensed concurrent users limit" },
      "users-limit",
    ],
    ["a wrong password means that nothing was done", { status: 500, body: "x; DoConnect failed -1" }, "login"],
  ];
  test.each(OUTCOMES)("is sent once: %s", async (_name, reply, code) => {
    const { client, http } = setUp(() => reply);
    const error = await client.importXml(xml, { returnSeq: true }, never).catch((e) => e);
    expect(error.code).toBe(`moneyworks.${code}`);
    expect(http.requests).toHaveLength(1);
  });

  test("tells MoneyWorks' reason", async () => {
    const { client } = setUp(["[ERROR] Detail line does not balance\n"]);
    const error = await client.importXml(xml, { returnSeq: true }, never).catch((e) => e);
    expect(error.message).toBe("MoneyWorks refused the import: Detail line does not balance");
  });

  test("tells what else it was answered, without the password", async () => {
    const { client } = setUp(["none of\n this, pw"]);
    const error = await client.importXml(xml, { returnSeq: true }, never).catch((e) => e);
    expect(error.message).toContain("it answered 'none of this, ");
    expect(error.message).not.toContain("pw");
  });

  test("that is refused is so, even if it is cancelled when the answer is there", async () => {
    const control = new AbortController();
    const { client } = setUp(() => {
      queueMicrotask(() => control.abort("stop"));
      return "[ERROR] Specified period not open";
    });
    const error = await client.importXml(xml, { returnSeq: true }, control.signal).catch((e) => e);
    expect(error.code).toBe("moneyworks.import-refused");
  });

  test("cancelled before it is sent did not happen; cancelled on its way, it may have", async () => {
    const early = new AbortController();
    early.abort("stop");
    const { client, http } = setUp([]);
    expect(await client.importXml(xml, { returnSeq: true }, early.signal).catch((e) => e)).toBe("stop");
    expect(http.requests).toHaveLength(0);
    const late = new AbortController();
    const underWay = setUp(() => {
      late.abort("stop");
      return new HttpFailure("aborted", "h was left");
    });
    const error = await underWay.client.importXml(xml, { returnSeq: true }, late.signal).catch((e) => e);
    expect(error.code).toBe("moneyworks.import-unknown");
  });
});

describe("a posting", () => {
  test("is done or not done", async () => {
    const { client, http } = setUp(["OK", "not posted"]);
    expect([await client.post(7, never), await client.post(8, never)]).toEqual([true, false]);
    expect(http.asked()).toEqual([
      { command: "post", seqnum: "7" },
      { command: "post", seqnum: "8" },
    ]);
  });

  test("with another answer is open", async () => {
    const { client } = setUp([""]);
    expect((await client.post(7, never).catch((e) => e)).code).toBe("moneyworks.import-unknown");
  });
});

describe("giving the log-in back", () => {
  test("ends the worker once after it was used, and minds no failure", async () => {
    const { client, http } = setUp(["1", new HttpFailure("reset", "h broke")]);
    await client.release();
    await client.evaluate(ONE, never);
    await client.release();
    await client.release();
    expect(http.asked()).toEqual([
      { command: "evaluate", expr: "1" },
      { command: "evaluate", expr: "1", no_linger: "true" },
    ]);
  });
});
