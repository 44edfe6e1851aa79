import { join } from "node:path";
import { crowd } from "./document-changes.ts";
import { GitServer } from "./git-server.ts";
import { TemporaryDirectory } from "./temporary.ts";
import { tables, World, type WorldOptions } from "./world.ts";

export const TOKEN = "t0ken";
const TABLES = tables("name", "product", "transaction");
/** Three tables of the crowd, 42 records, in small pages. */
export const settings = { tables: TABLES, chunk: 10, checkpoint: 1000 };

/** A world whose remote is a directory, or a repository behind a real `git http-backend`. */
export class Place implements AsyncDisposable {
  readonly world: World;
  /** The remote's bare repository. */
  readonly remote: string;
  /** What `--remote-url` names: the remote's directory, or its URL, whose token is `TOKEN`. */
  readonly address: string;
  readonly #disposables: DisposableStack;

  private constructor(world: World, remote: string, at: { address: string; disposables: DisposableStack }) {
    const { address, disposables } = at;
    this.world = world;
    this.remote = remote;
    this.address = address;
    this.#disposables = disposables;
  }

  static async open(kind: "directory" | "http", options: WorldOptions = {}): Promise<Place> {
    const disposables = new DisposableStack();
    if (kind === "directory") {
      const world = await World.open({ data: crowd(), settings, ...options });
      return new Place(world, world.remotePath, { address: world.remotePath, disposables });
    }
    const { path } = disposables.use(new TemporaryDirectory());
    const server = disposables.use(new GitServer({ root: join(path, "served"), token: TOKEN }));
    const directory = server.create("acme.git");
    const target = { kind: "http", url: server.url("acme.git"), username: "git", branch: "main" } as const;
    const world = await World.open({ data: crowd(), settings, ...options, remote: { target, token: TOKEN } });
    return new Place(world, directory, { address: target.url, disposables });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]();
    this.#disposables.dispose();
  }
}
