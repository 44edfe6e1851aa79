import { join } from "node:path";
import type { Oid } from "../../src/domain/ids.ts";
import type { Incoming, IncomingChange, TreeFile } from "../../src/domain/ports/incoming.ts";
import type { CommitResult } from "../../src/domain/ports/mirror.ts";
import type { GitMirror, GitMirrorOptions } from "../../src/exporter/git-mirror.ts";
import type { Remote } from "../../src/exporter/remote/remote.ts";
import { parseRemoteUrl } from "../../src/exporter/remote/remote-url.ts";
import { Author } from "./author.ts";
import { ExporterWorld, type WorldOptions } from "./exporter-world.ts";
import { git } from "./git-command.ts";
import { GitServer } from "./git-server.ts";
import { noSignal } from "./remote-ports.ts";

/** Records of the first commit; their paths. */
export const ROWAN = "name/3e/20/ROWAN.xml";
export const OAK = "name/0b/0e/OAK.xml";

const TOKEN = "correct-horse";

export interface IncomingWorldOptions extends WorldOptions {
  /** Default: a directory. `http`: a real `git http-backend`. */
  readonly kind?: "directory" | "http";
}

/** A mirror whose remote has its first commit, and authors beside it. */
export class IncomingWorld extends ExporterWorld {
  readonly server: GitServer | null;
  /** The bare repository at the other end, on this disk. */
  readonly served: string;
  /** What the mirror pushes to. */
  far: Remote;

  constructor({ kind = "directory", ...options }: IncomingWorldOptions = {}) {
    super(options);
    this.server = kind === "http" ? new GitServer({ root: join(this.path, "served"), token: TOKEN }) : null;
    this.served = this.server?.create("acme.git") ?? this.remotePath;
    this.far = this.server === null ? this.remote : this.remoteAt(parseRemoteUrl(this.server.url("acme.git")), TOKEN);
    this.mirror = this.createMirror();
  }

  override createMirror(options: Partial<GitMirrorOptions> = {}): GitMirror {
    return super.createMirror({ ...(this.far === undefined ? {} : { remote: this.far }), ...options });
  }

  override [Symbol.dispose](): void {
    super[Symbol.dispose]();
    this.server?.[Symbol.dispose]();
  }

  get incoming(): Incoming {
    return this.mirror.incoming;
  }

  /** Two names and a transaction, pushed. */
  async begin(): Promise<this> {
    this.mirror.recover();
    this.stage("transaction", { "70": "t\n" });
    this.commitOf("name", { ROWAN: "r\n", OAK: "o\n" });
    await this.mirror.push(noSignal());
    return this;
  }

  author(name = "ada", args: readonly string[] = []): Author {
    return new Author(this.path, this.served, { name, args });
  }

  /** Main goes on: MoneyWorks changed records. */
  async advance(records: Readonly<Record<string, string | null>>, table = "name"): Promise<Oid> {
    const { commit } = this.commitOf(table, records);
    await this.mirror.push(noSignal());
    return commit;
  }

  /** Everything that a promotion does at the git side, with what MoneyWorks is said to hold by then. */
  async promote(commit: Oid, records: Readonly<Record<string, string | null>> = {}): Promise<CommitResult> {
    await this.incoming.receive(commit, noSignal());
    this.incoming.hold(commit);
    const result = this.merge(commit, records);
    this.incoming.hold(null);
    await this.mirror.push(noSignal());
    return result;
  }

  merge(commit: Oid, records: Readonly<Record<string, string | null>> = {}): CommitResult {
    if (Object.keys(records).length > 0) this.stage("name", records);
    this.now += 60_000;
    const request = this.request();
    const trailers = [...request.trailers, { name: "Tidemark-Promoted", value: commit }];
    return this.incoming.merge({ ...request, subject: "promote: name 1 changed", trailers }, commit, noSignal());
  }

  /** `path: base → theirs (ours)`, contents for files; the mode too where it is not a record's. */
  changes(commit: Oid): string[] {
    const shown = ({ path, bases, theirs, ours }: IncomingChange): string => {
      const from = bases.map((base) => this.#show(base)).join(" or ");
      return `${path}: ${from} → ${this.#show(theirs)} (${this.#show(ours)})`;
    };
    return Array.from(this.incoming.changes(commit).files, shown);
  }

  /** What git finds wrong at either end: nothing. */
  fsckBoth(): string[] {
    return [this.fsck(), this.fsck(this.served)];
  }

  refAt(ref: string): string {
    return git(this.served, ["for-each-ref", "--format=%(objectname)", ref]);
  }

  #show(file: TreeFile | null): string {
    if (file === null) return "nothing";
    if (file.mode === "160000") return `submodule ${file.oid.slice(0, 7)}`;
    const text = new TextDecoder().decode(this.incoming.blob(file.oid, 1000) ?? undefined).trimEnd();
    return file.mode === "100644" ? text : `${file.mode} ${text}`;
  }
}
