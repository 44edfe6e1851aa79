import { describe } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Oid } from "../../src/domain/ids.ts";
import type { Remote } from "../../src/exporter/remote/remote.ts";
import { parseRemoteUrl } from "../../src/exporter/remote/remote-url.ts";
import { ExporterWorld } from "../support/exporter-world.ts";
import { git } from "../support/git-command.ts";
import { GitServer } from "../support/git-server.ts";
import { type MirrorSubject, mirrorContract } from "./mirror.ts";

const TOKEN = "correct-horse";

/** The same promises through a real `git http-backend`. */
class HttpSubject extends ExporterWorld implements MirrorSubject {
  readonly #server: GitServer;
  readonly #owns: boolean;

  constructor(server?: GitServer) {
    super();
    this.#owns = server === undefined;
    this.#server = server ?? new GitServer({ root: join(this.path, "served"), token: TOKEN });
    if (this.#owns) this.#server.create("acme.git");
    this.mirror = this.createMirror({ remote: this.#remote });
    this.mirror.recover();
  }

  beside(): MirrorSubject {
    return new HttpSubject(this.#server);
  }

  moveRemote(to: Oid | null): void {
    const directory = join(this.path, "served/acme.git");
    if (to === null) rmSync(join(directory, "refs/heads/main"));
    else git(directory, ["update-ref", "refs/heads/main", to]);
  }

  override [Symbol.dispose](): void {
    super[Symbol.dispose]();
    if (this.#owns) this.#server[Symbol.dispose]();
  }

  get #remote(): Remote {
    return this.remoteAt(parseRemoteUrl(this.#server.url("acme.git")), TOKEN);
  }
}

describe("GitMirror over HTTP", () => {
  mirrorContract(() => new HttpSubject());
});
