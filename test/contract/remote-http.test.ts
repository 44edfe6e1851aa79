import { openRemote } from "../../src/exporter/remote/open-remote.ts";
import { parseRemoteUrl } from "../../src/exporter/remote/remote-url.ts";
import { GitServer } from "../support/git-server.ts";
import { remotePorts } from "../support/remote-ports.ts";
import { remoteContract } from "./remote.ts";

const TOKEN = "correct-horse";

for (const auth of ["basic", "bearer"] as const) {
  remoteContract(`git http-backend with a ${auth} token`, (place) => {
    const server = new GitServer({ root: `${place}/served`, token: TOKEN });
    const directory = server.create("acme.git");
    const target = parseRemoteUrl(server.url("acme.git"));
    return {
      directory,
      cloneUrl: server.url("acme.git").replace("//", `//git:${TOKEN}@`),
      remote: () => openRemote({ target, token: TOKEN, auth, version: "0.0.0" }, remotePorts()),
      [Symbol.dispose]: () => server[Symbol.dispose](),
    };
  });
}
