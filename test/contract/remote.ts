import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { type Oid, ZERO_OID } from "../../src/domain/ids.ts";
import { indexPack } from "../../src/exporter/remote/index-pack.ts";
import type { Remote } from "../../src/exporter/remote/remote.ts";
import { git, gitAsync } from "../support/git-command.ts";
import { GitSource } from "../support/git-source.ts";
import { codeOf, noSignal, remotePorts } from "../support/remote-ports.ts";
import { TemporaryDirectory } from "../support/temporary.ts";

/** One remote with an empty repository behind it. */
export interface RemoteHarness extends Disposable {
  remote(): Remote;
  /** Where the repository is on this host once something was pushed. */
  readonly directory: string;
  /** What real git is to clone, and the environment it needs for it. */
  readonly cloneUrl: string;
  readonly cloneEnvironment?: Readonly<Record<string, string>>;
}

const MAIN = "refs/heads/main";

/** What every Remote must do, whatever is behind it. */
export function remoteContract(name: string, open: (place: string) => RemoteHarness): void {
  describe(`${name} as a remote`, () => {
    test("shows an empty repository as no refs", () =>
      withScene(open, async ({ remote }) => {
        expect(await remote.refs(noSignal())).toEqual(new Map());
      }));

    test("creates a branch, moves it forward, and git finds everything in order", () =>
      withScene(open, async ({ harness, remote, source }) => {
        const [first, second] = history(source);
        await push(remote, source, { old: ZERO_OID, new: first });
        await push(remote, source, { old: first, new: second });
        expect(await remote.refs(noSignal())).toEqual(new Map([[MAIN, second]]));
        expect(git(harness.directory, ["rev-parse", MAIN])).toBe(second);
        expect(git(harness.directory, ["fsck", "--strict", "--full"])).toBe("");
      }));

    test("holds a repository that git clones", () =>
      withScene(open, async ({ harness, remote, source, place }) => {
        const [first, second] = history(source);
        await push(remote, source, { old: ZERO_OID, new: first });
        await push(remote, source, { old: first, new: second });
        const cloned = await gitAsync(place, ["clone", "--quiet", harness.cloneUrl, "copy"], harness.cloneEnvironment);
        expect(cloned).toEqual({ code: 0, output: "", errors: "" });
        expect(git(`${place}/copy`, ["ls-tree", "-r", "--name-only", "HEAD"]).split("\n")).toEqual([
          "a/one.xml",
          "b/two.xml",
        ]);
      }));

    test("refuses a push whose old id is stale, and changes nothing", () =>
      withScene(open, async ({ harness, remote, source }) => {
        const [first, second] = history(source);
        const rival = source.commit({ "a/rival.xml": "r" }, first);
        await push(remote, source, { old: ZERO_OID, new: first });
        await push(remote, source, { old: first, new: second });
        expect(await codeOf(push(remote, source, { old: first, new: rival }))).toBe("remote.main-moved");
        expect(git(harness.directory, ["rev-parse", MAIN])).toBe(second);
      }));

    test("refuses to create a branch that is there, and to move one that is not", () =>
      withScene(open, async ({ remote, source }) => {
        const [first, second] = history(source);
        expect(await codeOf(push(remote, source, { old: first, new: second }))).toBe("remote.main-moved");
        await push(remote, source, { old: ZERO_OID, new: first });
        expect(await codeOf(push(remote, source, { old: ZERO_OID, new: second }))).toBe("remote.main-moved");
      }));

    test("takes the same push twice, as after a lost answer", () =>
      withScene(open, async ({ remote, source }) => {
        const [first] = history(source);
        await push(remote, source, { old: ZERO_OID, new: first });
        await push(remote, source, { old: ZERO_OID, new: first });
        expect(await remote.refs(noSignal())).toEqual(new Map([[MAIN, first]]));
      }));

    test("lets exactly one of two clients win", () =>
      withScene(open, async ({ harness, remote, source }) => {
        const [first, second] = history(source);
        const rival = source.commit({ "a/rival.xml": "r" }, first);
        await push(remote, source, { old: ZERO_OID, new: first });
        const pushes = [second, rival].map((oid) => push(harness.remote(), source, { old: first, new: oid }));
        const outcomes = await Promise.allSettled(pushes);
        const won = outcomes.flatMap(({ status }, at) => (status === "fulfilled" ? [[second, rival][at]] : []));
        const lost = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
        expect(lost).toEqual(["remote.main-moved"]);
        expect(won).toEqual([(await remote.refs(noSignal())).get(MAIN)]);
      }));

    test("gives a whole history to who has nothing, as a pack that git accepts", () =>
      withScene(open, async ({ remote, source, place }) => {
        const [first, second] = history(source);
        await push(remote, source, { old: ZERO_OID, new: first });
        await push(remote, source, { old: first, new: second });
        const copy = new GitSource(`${place}/fetched.git`);
        await fetchInto(copy, remote, { want: second, haves: [] });
        git(copy.directory, ["update-ref", MAIN, second]);
        expect(git(copy.directory, ["fsck", "--strict", "--full"])).toBe("");
        expect(git(copy.directory, ["rev-list", "--count", MAIN])).toBe("2");
      }));

    test("gives what is new to who has the rest, and ignores a have that it does not know", () =>
      withScene(open, async ({ remote, source, place }) => {
        const [first, second] = history(source);
        await push(remote, source, { old: ZERO_OID, new: first });
        const copy = new GitSource(`${place}/fetched.git`);
        await fetchInto(copy, remote, { want: first, haves: [] });
        await push(remote, source, { old: first, new: second });
        const unknown = "1234567890123456789012345678901234567890" as Oid;
        const fetched = await fetchInto(copy, remote, { want: second, haves: [unknown, first] });
        expect(fetched.objects).toBeLessThan(7);
        git(copy.directory, ["update-ref", MAIN, second]);
        expect(git(copy.directory, ["fsck", "--strict", "--full"])).toBe("");
      }));

    test("stops at once when it is cancelled", () =>
      withScene(open, async ({ remote, source }) => {
        const [first] = history(source);
        const reason = new Error("cancelled by the test");
        const signal = AbortSignal.abort(reason);
        const request = { ref: MAIN, old: ZERO_OID, new: first, pack: source.pack(first) };
        await expect(remote.push(request, signal)).rejects.toBe(reason);
        await expect(remote.refs(signal)).rejects.toBe(reason);
        expect(await remote.refs(noSignal())).toEqual(new Map());
      }));
  });
}

interface Scene {
  readonly harness: RemoteHarness;
  readonly remote: Remote;
  readonly source: GitSource;
  readonly place: string;
}

async function withScene(open: (place: string) => RemoteHarness, body: (scene: Scene) => Promise<void>): Promise<void> {
  using temporary = new TemporaryDirectory();
  using harness = open(temporary.path);
  await body({
    harness,
    remote: harness.remote(),
    source: new GitSource(`${temporary.path}/source.git`),
    place: temporary.path,
  });
}

function history(source: GitSource): [Oid, Oid] {
  const first = source.commit({ "a/one.xml": "<name/>\n", "b/two.xml": "<job/>\n" });
  return [first, source.commit({ "a/one.xml": "<name>\n</name>\n", "b/two.xml": "<job/>\n" }, first)];
}

async function push(remote: Remote, source: GitSource, move: { old: Oid; new: Oid }): Promise<void> {
  await remote.push({ ref: MAIN, ...move, pack: source.pack(move.new, move.old) }, noSignal());
}

async function fetchInto(copy: GitSource, remote: Remote, request: { want: Oid; haves: readonly Oid[] }) {
  const chunks = await Array.fromAsync(await remote.fetch(request, noSignal()));
  const base = `${copy.directory}/objects/pack/pack-${request.want}`;
  writeFileSync(`${base}.pack`, Buffer.concat(chunks));
  return await indexPack({ packPath: `${base}.pack`, indexPath: `${base}.idx` }, remotePorts(), noSignal());
}
