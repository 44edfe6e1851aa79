import { describe } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Oid } from "../../src/domain/ids.ts";
import { ExporterWorld } from "../support/exporter-world.ts";
import { git } from "../support/git-command.ts";
import { type MirrorSubject, mirrorContract } from "./mirror.ts";

class GitSubject extends ExporterWorld implements MirrorSubject {
  beside(): MirrorSubject {
    const fresh = new GitSubject({ remotePath: this.remotePath });
    fresh.mirror.recover();
    return fresh;
  }

  moveRemote(to: Oid | null): void {
    if (to === null) rmSync(join(this.remotePath, "refs/heads/main"));
    else git(this.remotePath, ["update-ref", "refs/heads/main", to]);
  }
}

describe("GitMirror over a directory", () => {
  mirrorContract(() => {
    const subject = new GitSubject();
    subject.mirror.recover();
    return subject;
  });
});
