import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseKeys } from "../../../../src/app/release/keys.ts";
import { fetchCandidate } from "../../../../src/app/upgrade/candidate.ts";
import { releaseSource } from "../../../../src/app/upgrade/release-source.ts";
import { createFiles } from "../../../../src/platform/files.ts";
import { createHttp } from "../../../../src/platform/http.ts";
import { createProgramHost } from "../../../../src/platform/program-host.ts";
import { createPrograms } from "../../../../src/platform/programs.ts";
import { makeReleaseKey, type ReleaseKeyPair } from "../../../support/release-key.ts";
import { makeRelease, scriptCandidate, TARGET } from "../../../support/releases.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

let temporary: TemporaryDirectory;
let key: ReleaseKeyPair;
beforeEach(() => {
  temporary = new TemporaryDirectory();
  key = makeReleaseKey(temporary.path);
});
afterEach(() => temporary[Symbol.dispose]());

const at = (name: string) => join(temporary.path, name);
const next = () => at("next");
const refused = (code: string, message = "") =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

/** A release whose program leaves a trace whenever it is started. */
function release(over: Parameters<typeof scriptCandidate>[0] = {}, version = over.version ?? "0.9.0") {
  const told = new TextDecoder().decode(scriptCandidate(over));
  const bytes = new TextEncoder().encode(told.replace("\n", `\ntouch ${at("started")}\n`));
  return makeRelease(at("release"), key, { version, bytes });
}

async function fetched(name: string, keys = key.line): Promise<unknown> {
  const files = createFiles();
  const parts = { files, host: createProgramHost(), programs: createPrograms(), keys: parseKeys(keys), target: TARGET };
  try {
    return await fetchCandidate(releaseSource(name, { files, http: createHttp() }), next(), parts);
  } catch (reason) {
    return reason;
  }
}

const wasStarted = () => existsSync(at("started"));
const TAKEN = { id: { version: "0.9.0", commit: "script" }, signer: expect.stringMatching(/^SHA256:/) };

describe("a program that a trusted key signed", () => {
  test("is taken from its directory, and by its own name", async () => {
    const { directory, artefact } = release();
    expect(await fetched(directory)).toMatchObject(TAKEN);
    expect(readFileSync(next())).toEqual(readFileSync(artefact));
    expect(await fetched(artefact)).toMatchObject(TAKEN);
    expect(wasStarted()).toBe(true);
  });

  test("is taken from a web server, which may send on to another address of its own", async () => {
    const { directory } = release();
    using server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: ({ url }) => {
        const { pathname } = new URL(url);
        if (pathname.startsWith("/latest/")) return Response.redirect(pathname.replace("latest", "files"), 302);
        return new Response(Bun.file(join(directory, pathname.replace("/files/", ""))));
      },
    });
    expect(await fetched(`http://127.0.0.1:${server.port}/latest`)).toMatchObject(TAKEN);
  });
});

test("says so where no program may be started, and does not call it a bad one", async () => {
  const { directory } = release();
  const files = createFiles();
  const host = { makeExecutable: () => {} };
  const parts = { files, host, programs: createPrograms(), keys: parseKeys(key.line), target: TARGET };
  const fetching = fetchCandidate(releaseSource(directory, { files, http: createHttp() }), next(), parts);
  expect(await fetching.catch((reason: unknown) => reason)).toEqual(refused("upgrade.no-exec", temporary.path));
});

describe("is refused, and not started, when", () => {
  test("any byte of the program is another", async () => {
    const { artefact, directory } = release();
    const bytes = readFileSync(artefact);
    for (const place of [0, 1, 12, bytes.length >> 1, bytes.length - 2, bytes.length - 1]) {
      writeFileSync(artefact, bytes.with(place, (bytes[place] ?? 0) ^ 1));
      expect(await fetched(directory)).toEqual(refused("upgrade.bad-checksum"));
    }
    expect([wasStarted(), existsSync(next())]).toEqual([false, false]);
  });

  test("it is cut off, or longer", async () => {
    const { artefact, directory } = release();
    const bytes = readFileSync(artefact);
    for (const other of [bytes.subarray(0, -1), bytes.subarray(0, 0), Buffer.concat([bytes, Buffer.from("#")])]) {
      writeFileSync(artefact, other);
      expect(await fetched(directory)).toEqual(refused("upgrade.bad-checksum"));
    }
    expect(wasStarted()).toBe(false);
  });

  test.each(["SHA256SUMS", "SHA256SUMS.sig"])("any byte of %s is another, or the last one is missing", async (name) => {
    const { directory } = release();
    const path = join(directory, name);
    const bytes = readFileSync(path);
    const others = [...bytes.keys()].map((place) => bytes.with(place, (bytes[place] ?? 0) ^ 0x20));
    for (const other of [...others, bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from("\n")])]) {
      writeFileSync(path, other);
      expect(await fetched(directory)).toEqual(refused("release.bad-signature"));
    }
    expect(wasStarted()).toBe(false);
  });

  test("another key signed it, or this program trusts none", async () => {
    const { directory } = release();
    const { line } = makeReleaseKey(temporary.path, "other.pem");
    expect(await fetched(directory, line)).toEqual(refused("release.bad-signature"));
    expect(await fetched(directory, "")).toEqual(refused("release.no-keys"));
    expect(wasStarted()).toBe(false);
  });

  test("there is nothing of that name: the name that was given is told, and no other", async () => {
    const name = at("releese");
    const text = String(await fetched(name));
    expect(text).toContain(`${name} cannot be read: there is no such file or directory`);
  });

  test("a part of it is not there", async () => {
    for (const name of ["SHA256SUMS", "SHA256SUMS.sig"]) {
      const { directory } = release();
      rmSync(join(directory, name));
      expect(await fetched(directory)).toEqual(refused("upgrade.cannot-read", name));
    }
    const { artefact } = release();
    rmSync(artefact);
    expect(await fetched(artefact)).toEqual(refused("upgrade.cannot-read", artefact));
    expect(wasStarted()).toBe(false);
  });

  test("it is for another kind of host, or two versions are there, or it is not in the list", async () => {
    const other = TARGET === "darwin-x64" ? "linux-x64" : "darwin-x64";
    const foreign = makeRelease(at("foreign"), key, { version: "0.9.0", bytes: scriptCandidate(), target: other });
    expect(await fetched(foreign.directory)).toEqual(refused("upgrade.no-artefact", "none of its files is for it"));
    expect(await fetched(foreign.artefact)).toEqual(refused("upgrade.no-artefact", "is not for it"));
    const { artefact, name } = release();
    const renamed = artefact.replace("0.9.0", "0.9.1");
    renameSync(artefact, renamed);
    expect(await fetched(renamed)).toEqual(refused("upgrade.no-artefact", "is not in its SHA256SUMS"));
    expect(name).toContain(TARGET);
    expect(wasStarted()).toBe(false);
  });

  test("a server answers with an error, or sends on to a file", async () => {
    const answers: Response[] = [new Response("gone", { status: 404 }), Response.redirect("file:///etc/passwd", 302)];
    using server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => answers.shift() ?? new Response("") });
    const url = `http://127.0.0.1:${server.port}/`;
    expect(await fetched(url)).toEqual(refused("upgrade.cannot-read", "404"));
    expect(await fetched(url)).toEqual(refused("upgrade.cannot-read", "sends on to file:"));
  });
});

describe("is refused after it said what it is, when", () => {
  const LIES = [
    { name: "it was built for another host", over: { target: "linux-s390x" }, says: "built for linux-s390x" },
    { name: "it is another version than its name says", over: { version: "0.8.0" }, says: "it says that it is 0.8.0" },
  ];
  test.each(LIES)("$name", async ({ over, says }) => {
    const { directory } = release(over, "0.9.0");
    expect(await fetched(directory)).toEqual(refused("upgrade.bad-candidate", says));
  });

  test("it does not answer as a Tidemark does", async () => {
    for (const text of ["#!/bin/sh\nexit 7\n", "#!/bin/sh\necho hello\n", "no program at all"]) {
      const bytes = new TextEncoder().encode(text);
      const { directory } = makeRelease(at("release"), key, { version: "0.9.0", bytes });
      expect(await fetched(directory)).toEqual(refused("upgrade.bad-candidate"));
    }
  });
});
