import { describe, expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { type Oid, ZERO_OID } from "../../src/domain/ids.ts";
import { openRemote } from "../../src/exporter/remote/open-remote.ts";
import type { Remote } from "../../src/exporter/remote/remote.ts";
import { parseRemoteUrl } from "../../src/exporter/remote/remote-url.ts";
import { git } from "../support/git-command.ts";
import { GitServer, type GitServerOptions } from "../support/git-server.ts";
import { GitSource } from "../support/git-source.ts";
import { rawServer } from "../support/raw-server.ts";
import { codeOf, failureOf, noSignal, remotePorts } from "../support/remote-ports.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { packets } from "../unit/exporter/remote/bytes.ts";

const MAIN = "refs/heads/main";
const TOKEN = "correct-horse";
const CAPABILITIES = "report-status side-band-64k ofs-delta";

interface Scene {
  readonly server: GitServer;
  readonly directory: string;
  readonly source: GitSource;
  readonly first: Oid;
  remote(name?: string, token?: string | null): Remote;
  push(remote?: Remote): Promise<void>;
}

/** A server with one repository that takes pushes, and a commit to push to it. */
async function withServer(options: Partial<GitServerOptions>, body: (scene: Scene) => Promise<void>): Promise<void> {
  using temporary = new TemporaryDirectory();
  using server = new GitServer({ root: `${temporary.path}/served`, token: TOKEN, ...options });
  const source = new GitSource(`${temporary.path}/source.git`);
  const first = source.commit({ "a/one.xml": "<name/>\n" });
  const remote = (name = "acme.git", token: string | null = TOKEN) =>
    openRemote({ target: parseRemoteUrl(server.url(name)), token, auth: "basic", version: "0.0.0" }, remotePorts());
  const push = (to = remote()) =>
    to.push({ ref: MAIN, old: ZERO_OID, new: first, pack: source.pack(first) }, noSignal());
  await body({ server, directory: server.create("acme.git"), source, first, remote, push });
}

describe("a real git service that says no", () => {
  test.each([
    ["a wrong token", "acme.git", "wrong", "remote.unauthorised"],
    ["no token", "acme.git", null, "remote.unauthorised"],
    ["a repository that does not exist", "other.git", TOKEN, "remote.not-found"],
  ])("to %s", (_, name, token, code) =>
    withServer({}, async ({ remote, push }) => {
      expect(await codeOf(remote(name, token).refs(noSignal()))).toBe(code);
      expect(await codeOf(push(remote(name, token)))).toBe(code);
    }),
  );

  test("to pushing at all", () =>
    withServer({}, async ({ directory, push }) => {
      git(directory, ["config", "http.receivepack", "false"]);
      expect(await codeOf(push())).toBe("remote.forbidden");
    }));

  test("through a hook", () =>
    withServer({}, async ({ directory, push }) => {
      const hook = `${directory}/hooks/pre-receive`;
      writeFileSync(hook, "#!/bin/sh\necho 'main is protected' >&2\nexit 1\n");
      chmodSync(hook, 0o755);
      const error = await failureOf(push());
      expect(error).toMatchObject({ code: "remote.rejected", exitCode: 1 });
      expect(error.message).toContain("main is protected");
    }));

  test("to a pack above its limit", () =>
    withServer({}, async ({ directory, push }) => {
      git(directory, ["config", "receive.maxInputSize", "100"]);
      expect(await codeOf(push())).toBe("remote.unpack-failed");
    }));

  test("to a pack that lacks what its commit needs", () =>
    withServer({}, async ({ directory, source, first, remote }) => {
      const second = source.commit({ "a/two.xml": "2" }, first);
      const pack = source.pack(second, first);
      const push = remote().push({ ref: MAIN, old: ZERO_OID, new: second, pack }, noSignal());
      expect(["remote.rejected", "remote.unpack-failed"]).toContain(await codeOf(push));
      expect(git(directory, ["for-each-ref"])).toBe("");
    }));
});

describe("a push whose answer is lost", () => {
  const cutAnswer = async (request: Request, response: Response): Promise<Response> => {
    if (request.method !== "POST") return response;
    return new Response((await response.arrayBuffer()).slice(0, 9), { headers: response.headers });
  };

  test("is of unknown outcome, and asking the refs tells it", () =>
    withServer({ rewrite: cutAnswer }, async ({ push, remote, first, server }) => {
      const error = await failureOf(push());
      expect(error).toMatchObject({ code: "remote.unknown-outcome", retryable: true });
      expect((await remote().refs(noSignal())).get(MAIN)).toBe(first);
      expect(server.requests.filter((request) => request.startsWith("POST")).length).toBe(1);
    }));
});

describe("a branch that moves between asking and sending", () => {
  test("is not overwritten", async () => {
    let rival: () => void = () => undefined;
    const moveFirst = (request: Request) => {
      if (request.method === "POST") rival();
      return null;
    };
    await withServer({ intercept: moveFirst }, async ({ directory, source, push, remote }) => {
      const foreign = source.commit({ "x.txt": "not ours" });
      await remote().push(
        { ref: "refs/heads/other", old: ZERO_OID, new: foreign, pack: source.pack(foreign) },
        noSignal(),
      );
      rival = () => git(directory, ["update-ref", MAIN, foreign]);
      expect(await codeOf(push())).toBe("remote.main-moved");
      expect(git(directory, ["rev-parse", MAIN])).toBe(foreign);
    });
  });
});

test("a connection that breaks after the pack was taken leaves the outcome unknown", async () => {
  const advertisement = packets(
    "# service=git-receive-pack\n",
    null,
    `${ZERO_OID} capabilities^{}\0${CAPABILITIES}\n`,
    null,
  );
  const type = "content-type: application/x-git-receive-pack-advertisement";
  const head = `HTTP/1.1 200 OK\r\n${type}\r\ncontent-length: ${advertisement.length}\r\n\r\n`;
  using server = await rawServer((socket) => {
    socket.once("data", (data) => {
      if (data.toString("latin1").startsWith("GET")) socket.end(Buffer.concat([Buffer.from(head), advertisement]));
      else socket.resetAndDestroy();
    });
  });
  using temporary = new TemporaryDirectory();
  const source = new GitSource(`${temporary.path}/source.git`);
  const first = source.commit({ "a.xml": "a" });
  const target = parseRemoteUrl(`http://127.0.0.1:${server.port}/acme.git`);
  const remote = openRemote({ target, token: null, auth: "basic", version: "0.0.0" }, remotePorts());
  const push = remote.push({ ref: MAIN, old: ZERO_OID, new: first, pack: source.pack(first) }, noSignal());
  expect(await codeOf(push)).toBe("remote.unknown-outcome");
  expect(server.connections()).toBe(2);
});
