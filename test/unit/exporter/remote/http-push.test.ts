import { describe, expect, test } from "bun:test";
import { codeOf, failureOf, noSignal } from "../../../support/remote-ports.ts";
import { onBand, packets } from "./bytes.ts";
import { advertised, CannedServer, FOREIGN, MAIN, MOVE, NEW, OLD, reported, TOKEN, typed } from "./canned-server.ts";

const RESULT = "application/x-git-receive-pack-result";
const atOld = () => advertised(OLD);

async function pushAgainst(...answers: (() => Response)[]): Promise<string> {
  using server = new CannedServer(answers);
  return await codeOf(server.remote().push(MOVE, noSignal()));
}

describe("a push over HTTP", () => {
  test("sends one command, then the pack, with its length and the token", async () => {
    using server = new CannedServer([atOld, () => reported(["unpack ok\n", `ok ${MAIN}\n`])]);
    await server.remote().push(MOVE, noSignal());
    const [get, post] = server.requests;
    expect([get?.method, get?.path]).toEqual(["GET", "/acme.git/info/refs?service=git-receive-pack"]);
    expect([post?.method, post?.path]).toEqual(["POST", "/acme.git/git-receive-pack"]);
    expect(post?.body.toString()).toBe(
      `00b5${OLD} ${NEW} ${MAIN}\0 report-status side-band-64k ofs-delta object-format=sha1 agent=tidemark/1.2.3\n` +
        "0000PACK and so on",
    );
    expect(post?.headers.get("content-type")).toBe("application/x-git-receive-pack-request");
    expect(post?.headers.get("content-length")).toBe(String(post?.body.length));
    expect(post?.headers.get("authorization")).toBe(`Basic ${btoa(`git:${TOKEN}`)}`);
  });

  test("can send the token as a bearer token", async () => {
    using server = new CannedServer([() => advertised(NEW)]);
    await server.remote("bearer").refs(noSignal());
    expect(server.requests[0]?.headers.get("authorization")).toBe(`Bearer ${TOKEN}`);
  });

  test("asks only for what the service offers", async () => {
    const plain = () => advertised(OLD, "report-status side-band-64k ofs-delta");
    using server = new CannedServer([plain, () => reported(["unpack ok\n", `ok ${MAIN}\n`])]);
    await server.remote().push(MOVE, noSignal());
    expect(server.requests[1]?.body.toString()).toContain(`${MAIN}\0 report-status side-band-64k ofs-delta\n`);
  });

  test("sends nothing when main is elsewhere", async () => {
    using server = new CannedServer([() => advertised(FOREIGN)]);
    const error = await failureOf(server.remote().push(MOVE, noSignal()));
    expect(error).toMatchObject({ code: "remote.main-moved", exitCode: 4 });
    expect(error.message).toContain(FOREIGN);
    expect(server.requests.length).toBe(1);
  });

  test("shows what a hook said, on one line and without control characters", async () => {
    const refusal = () =>
      reported(
        ["unpack ok\n", `ng ${MAIN} pre-receive hook declined\n`],
        `\u001b[31mno pushes\r\non Sunday ${TOKEN}\n`,
      );
    using server = new CannedServer([atOld, refusal, atOld]);
    const error = await failureOf(server.remote().push(MOVE, noSignal()));
    expect(error.message).toEndWith("pre-receive hook declined. It said: no pushes on Sunday ••••");
  });

  test.each<[string, string[], () => Response, string]>([
    ["a protected branch", ["unpack ok\n", `ng ${MAIN} protected branch hook declined\n`], atOld, "remote.rejected"],
    [
      "a lost race",
      ["unpack ok\n", `ng ${MAIN} failed to update ref\n`],
      () => advertised(FOREIGN),
      "remote.main-moved",
    ],
    [
      "a pack that it cannot store",
      ["unpack disk full\n", `ng ${MAIN} unpacker error\n`],
      atOld,
      "remote.unpack-failed",
    ],
    ["a report about another ref", ["unpack ok\n", "ok refs/heads/other\n"], atOld, "remote.unknown-outcome"],
  ])("tells %s", async (_, lines, after, code) => {
    expect(await pushAgainst(atOld, () => reported(lines), after)).toBe(code);
  });

  test("is content when a refusal came after the ref was where it should be", async () => {
    const lost = () => reported(["unpack ok\n", `ng ${MAIN} failed to update ref\n`]);
    using server = new CannedServer([atOld, lost, () => advertised(NEW)]);
    await server.remote().push(MOVE, noSignal());
    expect(server.requests.length).toBe(3);
  });

  test.each<[string, () => Response, string]>([
    [
      "a report that breaks off",
      () => typed(packets(onBand(1, packets("unpack ok\n"))), RESULT),
      "remote.unknown-outcome",
    ],
    ["an empty answer", () => typed("", RESULT), "remote.unknown-outcome"],
    ["a death on band 3", () => typed(packets(onBand(3, "killed"), null), RESULT), "remote.unknown-outcome"],
    ["nonsense", () => typed("nonsense", RESULT), "remote.unknown-outcome"],
    ["a gateway that gave up", () => new Response("", { status: 504 }), "remote.unknown-outcome"],
    ["an access rule", () => typed(packets("ERR read only\n", null), RESULT), "remote.refused"],
    ["a body limit", () => new Response("", { status: 413 }), "remote.too-large"],
    ["a token without write access", () => new Response("", { status: 403 }), "remote.forbidden"],
    ["a proxy's login page", () => typed("<html>", "text/html"), "remote.not-git"],
  ])("tells %s from the rest, and sends the pack once", async (_, answer, code) => {
    using server = new CannedServer([atOld, answer]);
    expect(await codeOf(server.remote().push(MOVE, noSignal()))).toBe(code);
    expect(server.requests.filter(({ method }) => method === "POST").length).toBe(1);
  });

  test.each([
    ["report-status", "side-band-64k ofs-delta", "remote.unsupported"],
    ["side-band-64k", "report-status ofs-delta", "remote.unsupported"],
    ["SHA-1", "report-status side-band-64k ofs-delta object-format=sha256", "remote.unsupported"],
  ])("needs %s", async (_, capabilities, code) => {
    expect(await pushAgainst(() => advertised(OLD, capabilities))).toBe(code);
  });
});
