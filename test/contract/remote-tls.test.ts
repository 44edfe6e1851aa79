import { expect, test } from "bun:test";
import { ZERO_OID } from "../../src/domain/ids.ts";
import { openRemote } from "../../src/exporter/remote/open-remote.ts";
import { parseRemoteUrl } from "../../src/exporter/remote/remote-url.ts";
import { git } from "../support/git-command.ts";
import { GitServer } from "../support/git-server.ts";
import { GitSource } from "../support/git-source.ts";
import { makeCertificates } from "../support/raw-server.ts";
import { codeOf, noSignal, remotePorts } from "../support/remote-ports.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { describeWithTool } from "../support/tools.ts";

const MAIN = "refs/heads/main";

describeWithTool(["git", "openssl"], "a git service behind a private certificate authority", () => {
  test("takes a push from who trusts the authority, and nothing from who does not", async () => {
    using temporary = new TemporaryDirectory();
    const { ca, cert, key } = makeCertificates();
    using server = new GitServer({ root: `${temporary.path}/served`, token: "t", tls: { cert, key } });
    const directory = server.create("acme.git");
    const source = new GitSource(`${temporary.path}/source.git`);
    const first = source.commit({ "a.xml": "<a/>\n" });
    const config = { target: parseRemoteUrl(server.url("acme.git")), token: "t", auth: "basic", version: "0" } as const;
    const request = { ref: MAIN, old: ZERO_OID, new: first, pack: source.pack(first) };

    const stranger = openRemote(config, remotePorts());
    expect(await codeOf(stranger.refs(noSignal()))).toBe("remote.tls");
    expect(await codeOf(stranger.push(request, noSignal()))).toBe("remote.tls");
    expect(server.requests).toEqual([]);

    await openRemote({ ...config, ca }, remotePorts()).push(request, noSignal());
    expect(git(directory, ["rev-parse", MAIN])).toBe(first);
  });
});
