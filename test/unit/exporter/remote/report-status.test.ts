import { describe, expect, test } from "bun:test";
import { readReport } from "../../../../src/exporter/remote/report-status.ts";
import { faultOf, inChunks, packets } from "./bytes.ts";

const read = (...payloads: (string | null)[]) => readReport(inChunks(packets(...payloads)));

describe("a push report", () => {
  test("says that the pack was stored and the ref moved", async () => {
    const report = await read("unpack ok\n", "ok refs/heads/main\n", null);
    expect(report).toEqual({ unpackError: null, refs: new Map([["refs/heads/main", null]]) });
  });

  test("gives the reasons of a refusal as they are", async () => {
    const report = await read(
      "unpack ok\n",
      "ng refs/heads/main pre-receive hook declined\n",
      "ng refs/heads/x\n",
      null,
    );
    expect(report.refs).toEqual(
      new Map([
        ["refs/heads/main", "pre-receive hook declined"],
        ["refs/heads/x", "no reason given"],
      ]),
    );
  });

  test("gives the reason why a pack was not stored", async () => {
    const report = await read("unpack index-pack abnormal exit\n", "ng refs/heads/main unpacker error\n", null);
    expect(report.unpackError).toBe("index-pack abnormal exit");
  });

  test.each<[string, (string | null)[], string]>([
    ["that is empty", [null], "truncated"],
    ["that breaks off after unpack", ["unpack ok\n"], "truncated"],
    ["that breaks off after the ref", ["unpack ok\n", "ok refs/heads/main\n"], "truncated"],
    ["without unpack", ["ok refs/heads/main\n", null], "malformed"],
    ["with a line of another kind", ["unpack ok\n", "option refname x\n", null], "malformed"],
    ["without end", ["unpack ok\n", ...Array.from({ length: 1001 }, () => "ok refs/x\n"), null], "malformed"],
  ])("%s is refused", async (_, payloads, kind) => {
    expect(await faultOf(read(...payloads))).toBe(kind);
  });
});
