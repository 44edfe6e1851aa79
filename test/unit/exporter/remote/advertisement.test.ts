import { describe, expect, test } from "bun:test";
import { readAdvertisement } from "../../../../src/exporter/remote/advertisement.ts";
import { faultOf, inChunks, packets } from "./bytes.ts";

const A = "a".repeat(40);
const B = "b".repeat(40);
const ZERO = "0".repeat(40);
const HEAD = "# service=git-receive-pack\n";
const CAPS = "report-status side-band-64k agent=git/2.39.5 object-format=sha1 symref=HEAD:refs/heads/main";

const read = (...payloads: (string | null)[]) => readAdvertisement(inChunks(packets(...payloads)), "git-receive-pack");

describe("a ref advertisement", () => {
  test("gives refs, capabilities and symbolic refs", async () => {
    const answer = await read(HEAD, null, `${A} refs/heads/main\0${CAPS}\n`, `${B} refs/notes/x\n`, null);
    expect(new Map<string, string>(answer.refs)).toEqual(
      new Map([
        ["refs/heads/main", A],
        ["refs/notes/x", B],
      ]),
    );
    expect(answer.capabilities).toEqual(
      new Map([
        ["report-status", ""],
        ["side-band-64k", ""],
        ["agent", "git/2.39.5"],
        ["object-format", "sha1"],
      ]),
    );
    expect(answer.symrefs).toEqual(new Map([["HEAD", "refs/heads/main"]]));
  });

  test("of protocol v1 has one line more", async () => {
    const answer = await read(HEAD, null, "version 1\n", `${A} refs/heads/main\0${CAPS}\n`, null);
    expect([...answer.refs.keys()]).toEqual(["refs/heads/main"]);
  });

  test("of an empty repository has capabilities and no refs", async () => {
    const answer = await read(HEAD, null, `${ZERO} capabilities^{}\0${CAPS}\n`, null);
    expect([answer.refs.size, answer.capabilities.has("report-status")]).toEqual([0, true]);
  });

  test("may be nothing but a flush packet", async () => {
    const answer = await read(HEAD, null, null);
    expect([answer.refs.size, answer.capabilities.size]).toEqual([0, 0]);
  });

  test("leaves out HEAD, peeled tags, alternates and shallow lines", async () => {
    const lines = [`${A} refs/tags/v1\n`, `${B} refs/tags/v1^{}\n`, `${A} .have\n`, `shallow ${A}\n`];
    const answer = await read(HEAD, null, `${A} HEAD\0${CAPS}\n`, ...lines, null);
    expect([...answer.refs.keys()]).toEqual(["refs/tags/v1"]);
  });

  test.each<[string, (string | null)[], string]>([
    ["that is empty", [], "truncated"],
    ["that breaks off", [HEAD, null, `${A} refs/heads/main\0${CAPS}\n`], "truncated"],
    ["of another service", ["# service=git-upload-pack\n", null, null], "malformed"],
    ["without a flush packet after the service", [HEAD, `${A} refs/heads/main\0${CAPS}\n`, null], "malformed"],
    ["of protocol v2", [HEAD, null, "version 2\n", "agent=git/2\n", null], "malformed"],
    ["whose id is too short", [HEAD, null, `${A.slice(1)} refs/heads/main\0${CAPS}\n`, null], "malformed"],
    ["whose ref name holds a space", [HEAD, null, `${A} refs/heads/a b\0${CAPS}\n`, null], "malformed"],
    ["that is an error in place of the service", ["ERR no such repository\n"], "refused"],
    ["that is an error in place of refs", [HEAD, null, "ERR access denied\n", null], "refused"],
  ])("%s is refused", async (_, payloads, kind) => {
    expect(await faultOf(read(...payloads))).toBe(kind);
  });
});
