import { describe, test } from "bun:test";
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { TidemarkError } from "../../../../src/domain/errors/tidemark-error.ts";
import { readAdvertisement } from "../../../../src/exporter/remote/advertisement.ts";
import { branchNameFault } from "../../../../src/exporter/remote/branch-name.ts";
import { indexPack } from "../../../../src/exporter/remote/index-pack.ts";
import { DEFAULT_PACK_LIMITS } from "../../../../src/exporter/remote/pack-limits.ts";
import { readPkt } from "../../../../src/exporter/remote/pkt-line.ts";
import { ProtocolFault } from "../../../../src/exporter/remote/protocol-fault.ts";
import { parseRemoteUrl } from "../../../../src/exporter/remote/remote-url.ts";
import { readReport } from "../../../../src/exporter/remote/report-status.ts";
import { demultiplex, Said } from "../../../../src/exporter/remote/side-band.ts";
import { noSignal, remotePorts } from "../../../support/remote-ports.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";
import { inChunks, onBand, packets } from "./bytes.ts";
import { appending, PackBuilder, sha1 } from "./pack-builder.ts";

const RUNS = { seed: 20261121, numRuns: 400 };
const A = "a".repeat(40);

/** Well-formed input with some bytes changed, taken out or cut off. */
function damaged(whole: Uint8Array): fc.Arbitrary<Uint8Array> {
  const edit = fc.record({ at: fc.nat(whole.length - 1), value: fc.nat(255) });
  return fc.tuple(fc.array(edit, { maxLength: 4 }), fc.nat(whole.length)).map(([edits, end]) => {
    const bytes = whole.slice(0, end);
    for (const { at, value } of edits) if (at < end) bytes[at] = value;
    return bytes;
  });
}

async function passesOr(kind: typeof ProtocolFault | typeof TidemarkError, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof kind)) throw error;
  }
}

const WIRE: readonly (readonly [string, Uint8Array, (bytes: Uint8Array) => Promise<unknown>])[] = [
  ["packets", packets("one", null, "two"), (bytes) => readPkt(inChunks(bytes))],
  [
    "a ref advertisement",
    packets(
      "# service=git-upload-pack\n",
      null,
      `${A} HEAD\0side-band-64k symref=HEAD:refs/heads/main\n`,
      `${A} refs/heads/main\n`,
      null,
    ),
    (bytes) => readAdvertisement(inChunks(bytes), "git-upload-pack"),
  ],
  [
    "a report",
    packets("unpack ok\n", "ok refs/heads/main\n", "ng refs/heads/x no\n", null),
    (bytes) => readReport(inChunks(bytes)),
  ],
  [
    "side-bands",
    packets(onBand(1, "abc"), onBand(2, "said"), onBand(1, "def"), null),
    (bytes) => Array.fromAsync(demultiplex(inChunks(bytes), new Said())),
  ],
];

describe("damaged input never does worse than a fault", () => {
  test.each(WIRE)("in %s", async (_, whole, read) => {
    const property = fc.asyncProperty(damaged(whole), (bytes) => passesOr(ProtocolFault, () => read(bytes)));
    await fc.assert(property, RUNS);
  });

  test("in a pack, even under a right checksum", async () => {
    using place = new TemporaryDirectory();
    const path = `${place.path}/t`;
    const limits = { ...DEFAULT_PACK_LIMITS, objectBytes: 1_000_000, objects: 1000 };
    const pack = new PackBuilder()
      .object("blob", "some base text\n")
      .object("tree", "")
      .offsetDelta(12, appending(15, "x"));
    const body = pack.build().subarray(0, -20);
    let run = 0;
    const property = fc.asyncProperty(damaged(body), async (bytes) => {
      const packPath = `${path}${run++}.pack`;
      writeFileSync(packPath, Buffer.concat([bytes, sha1(bytes)]));
      const request = { packPath, indexPath: `${packPath}.idx`, limits };
      await passesOr(TidemarkError, () => indexPack(request, remotePorts(), noSignal()));
    });
    await fc.assert(property, RUNS);
  });

  test("in a remote address or a branch name", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.webUrl({ withFragments: true }),
      fc.string().map((end) => `https://h/${end}`),
    );
    const property = fc.asyncProperty(text, async (value) => {
      branchNameFault(value);
      await passesOr(TidemarkError, () => parseRemoteUrl(value));
    });
    await fc.assert(property, RUNS);
  });
});
