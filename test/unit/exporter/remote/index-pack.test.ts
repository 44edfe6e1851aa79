import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type IndexPackRequest, indexPack } from "../../../../src/exporter/remote/index-pack.ts";
import { DEFAULT_PACK_LIMITS } from "../../../../src/exporter/remote/pack-limits.ts";
import { git } from "../../../support/git-command.ts";
import { GitSource } from "../../../support/git-source.ts";
import { failureOf, noSignal, remotePorts } from "../../../support/remote-ports.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";
import { appending, blobId, PackBuilder } from "./pack-builder.ts";

/** Forty versions of sixty files, so that git makes chains of deltas. */
function sourceWithHistory(directory: string): { source: GitSource; pack: (options: readonly string[]) => string } {
  const source = new GitSource(directory);
  const line = (file: number, version: number) =>
    `<f${file}>${"x".repeat(file)} ${version % 7 === file % 7 ? version : 0}</f${file}>\n`;
  let head = null;
  for (let version = 0; version < 12; version++) {
    const files = Array.from({ length: 30 }, (_, file): [string, string] => [
      `d/${file}.xml`,
      line(file, version).repeat(40),
    ]);
    head = source.commit(Object.fromEntries(files), head, `version ${version}`);
  }
  const last = head ?? source.commit({});
  return { source, pack: (options) => source.pack(last, undefined, options).path };
}

async function index(packPath: string, options: Partial<IndexPackRequest> = {}) {
  const indexPath = `${packPath}.ours`;
  const result = await indexPack({ packPath, indexPath, ...options }, remotePorts(), noSignal());
  return { ...result, bytes: readFileSync(indexPath) };
}

describe("index-pack", () => {
  test.each([
    ["offset deltas", ["--delta-base-offset"]],
    ["deltas by id", ["--no-delta-base-offset"]],
    ["long chains", ["--delta-base-offset", "--depth=200", "--window=50"]],
    ["no deltas", ["--window=0"]],
  ])("writes the idx that git writes: %s", async (_, options) => {
    using place = new TemporaryDirectory();
    const path = sourceWithHistory(`${place.path}/s.git`).pack(options);
    const ours = await index(path, { limits: { ...DEFAULT_PACK_LIMITS, cacheBytes: 4000 } });
    expect(Buffer.compare(ours.bytes, readFileSync(path.replace(/pack$/, "idx")))).toBe(0);
    expect(path).toEndWith(`cut-${ours.checksum}.pack`);
  });

  test("resolves a delta by id whose base comes later and is a delta itself", async () => {
    using place = new TemporaryDirectory();
    const [base, middle] = ["base text\n", "base text\nmore\n"];
    const pack = new PackBuilder()
      .refDelta(blobId(middle), appending(middle.length, "end\n"))
      .refDelta(blobId(base), appending(base.length, "more\n"))
      .object("blob", base);
    writeFileSync(`${place.path}/t.pack`, pack.build());
    git(place.path, ["index-pack", "t.pack"]);
    const ours = await index(`${place.path}/t.pack`);
    expect(Buffer.compare(ours.bytes, readFileSync(`${place.path}/t.idx`))).toBe(0);
  });

  test("takes an empty pack and an empty object", async () => {
    using place = new TemporaryDirectory();
    writeFileSync(`${place.path}/empty.pack`, new PackBuilder().build());
    writeFileSync(`${place.path}/blank.pack`, new PackBuilder().object("blob", "").build());
    expect((await index(`${place.path}/empty.pack`)).objects).toBe(0);
    expect((await index(`${place.path}/blank.pack`)).objects).toBe(1);
  });

  test("finds an object that is much larger than what is read at once", async () => {
    using place = new TemporaryDirectory();
    const noise = crypto.getRandomValues(new Uint8Array(60_000));
    const large = Buffer.concat(Array.from({ length: 50 }, (_, at) => noise.map((byte) => byte ^ at)));
    const path = `${place.path}/large.pack`;
    writeFileSync(path, new PackBuilder().object("blob", "small").object("blob", large).object("blob", "last").build());
    git(place.path, ["index-pack", "large.pack"]);
    expect(Buffer.compare((await index(path)).bytes, readFileSync(`${place.path}/large.idx`))).toBe(0);
  });

  test("stops when it is cancelled, and leaves no idx", async () => {
    using place = new TemporaryDirectory();
    const builder = new PackBuilder();
    for (let at = 0; at < 5000; at++) builder.object("blob", `blob ${at}`);
    writeFileSync(`${place.path}/t.pack`, builder.build());
    const reason = new Error("cancelled");
    const request = { packPath: `${place.path}/t.pack`, indexPath: `${place.path}/t.idx` };
    expect(await failureOf(indexPack(request, remotePorts(), AbortSignal.abort(reason)))).toBe(reason);
    expect(readdirSync(place.path)).toEqual(["t.pack"]);
  });
});
