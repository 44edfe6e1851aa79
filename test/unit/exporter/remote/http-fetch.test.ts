import { describe, expect, test } from "bun:test";
import { codeOf, noSignal } from "../../../support/remote-ports.ts";
import { onBand, packets } from "./bytes.ts";
import { advertised, CannedServer, NEW, OLD, typed } from "./canned-server.ts";

const CAPABILITIES =
  "multi_ack thin-pack side-band side-band-64k ofs-delta no-progress include-tag agent=git/2 object-format=sha1";
const refs = () => advertised(NEW, CAPABILITIES, "git-upload-pack");
const answer = (...payloads: (string | Uint8Array | null)[]) =>
  typed(packets(...payloads), "application/x-git-upload-pack-result");

async function fetchFrom(server: CannedServer): Promise<string> {
  const chunks = await server.remote().fetch({ want: NEW, haves: [OLD] }, noSignal());
  return Buffer.concat(await Array.fromAsync(chunks)).toString();
}

describe("a fetch over HTTP", () => {
  test("asks once, without negotiation, and for no thin pack", async () => {
    using server = new CannedServer([refs, () => answer("NAK\n", onBand(1, "PACK"), null)]);
    await fetchFrom(server);
    expect(server.requests[1]?.path).toBe("/acme.git/git-upload-pack");
    expect(server.requests[1]?.body.toString()).toBe(
      `007ewant ${NEW} side-band-64k ofs-delta no-progress object-format=sha1 agent=tidemark/1.2.3\n` +
        `00000032have ${OLD}\n0009done\n`,
    );
  });

  test.each([
    ["NAK", ["NAK\n"]],
    ["an ACK", [`ACK ${OLD}\n`]],
    ["NAK and ACK", ["NAK\n", `ACK ${OLD}\n`]],
  ])("reads the pack after %s", async (_, lines) => {
    using server = new CannedServer([
      refs,
      () => answer(...lines, onBand(2, "hm"), onBand(1, "PA"), onBand(1, "CK"), null),
    ]);
    expect(await fetchFrom(server)).toBe("PACK");
  });

  test.each<[string, (string | Uint8Array | null)[], string]>([
    ["a pack that breaks off", ["NAK\n", onBand(1, "PA")], "remote.interrupted"],
    ["a server that dies halfway", ["NAK\n", onBand(1, "PA"), onBand(3, "out of memory"), null], "remote.refused"],
    ["something else than ACK or NAK", ["HELLO\n", onBand(1, "PA"), null], "remote.protocol"],
    ["no pack", ["NAK\n", null], "remote.protocol"],
    ["a commit that is not there", ["ERR upload-pack: not our ref\n"], "remote.refused"],
  ])("tells %s", async (_, payloads, code) => {
    using server = new CannedServer([refs, () => answer(...payloads)]);
    expect(await codeOf(fetchFrom(server))).toBe(code);
  });

  test("is repeated when it fails before the pack", async () => {
    using server = new CannedServer([
      refs,
      () => typed("", "text/plain", 503),
      refs,
      () => answer("NAK\n", onBand(1, "P"), null),
    ]);
    expect(await fetchFrom(server)).toBe("P");
    expect(server.requests.length).toBe(4);
  });

  test("closes the connection when nobody reads on", async () => {
    using server = new CannedServer([refs, () => answer("NAK\n", onBand(1, "P"), onBand(1, "A"), null)]);
    for await (const chunk of await server.remote().fetch({ want: NEW, haves: [] }, noSignal())) {
      expect(Buffer.from(chunk).toString()).toBe("P");
      break;
    }
  });
});
