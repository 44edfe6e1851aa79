import { mkdirSync } from "node:fs";
import { git } from "./git-command.ts";

export interface GitServerOptions {
  /** The directory whose repositories are served. */
  readonly root: string;
  /** Without it nobody may enter. Accepted as Basic password or as bearer token. */
  readonly token: string;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Looks at a request first; what it returns is the answer. */
  readonly intercept?: (request: Request) => Response | Promise<Response> | null;
  /** Gets the answer of git before it goes out. */
  readonly rewrite?: (request: Request, response: Response) => Response | Promise<Response>;
}

/** A real `git http-backend` behind HTTP on a port of its own, as an administrator would put it behind a web server. */
export class GitServer implements Disposable {
  readonly #server: ReturnType<typeof Bun.serve>;
  readonly #options: GitServerOptions;
  /** `METHOD /path?query` of every request. */
  readonly requests: string[] = [];

  constructor(options: GitServerOptions) {
    this.#options = options;
    mkdirSync(options.root, { recursive: true });
    this.#server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      idleTimeout: 60,
      maxRequestBodySize: 2 ** 40,
      fetch: (request) => this.#answer(request),
      ...(options.tls === undefined ? {} : { tls: options.tls }),
    });
  }

  get port(): number {
    return this.#server.port ?? 0;
  }

  /** The address of one repository; `localhost` when over TLS, as certificates name it. */
  url(name: string): string {
    const scheme = this.#options.tls === undefined ? "http://127.0.0.1" : "https://localhost";
    return `${scheme}:${this.port}/${name}`;
  }

  /** Makes an empty repository that takes pushes, and returns its directory. */
  create(name: string): string {
    const directory = `${this.#options.root}/${name}`;
    mkdirSync(directory, { recursive: true });
    git(directory, ["init", "--quiet", "--bare", "--initial-branch=main"]);
    git(directory, ["config", "http.receivepack", "true"]);
    git(directory, ["config", "receive.autogc", "false"]);
    return directory;
  }

  [Symbol.dispose](): void {
    this.#server.stop(true);
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    this.requests.push(`${request.method} ${pathname}${search}`);
    const intercepted = (await this.#options.intercept?.(request)) ?? null;
    if (intercepted !== null) return intercepted;
    if (!this.#mayEnter(request)) {
      return new Response("Who are you?", { status: 401, headers: { "www-authenticate": 'Basic realm="git"' } });
    }
    const response = await runBackend(request, this.#options.root);
    return (await this.#options.rewrite?.(request, response)) ?? response;
  }

  #mayEnter(request: Request): boolean {
    const [scheme, value = ""] = (request.headers.get("authorization") ?? "").split(" ");
    const sent =
      scheme === "Basic"
        ? Buffer.from(value, "base64")
            .toString()
            .replace(/^[^:]*:/, "")
        : value;
    return sent === this.#options.token;
  }
}

/** One request as a CGI (RFC 3875): variables in, headers and body out. */
async function runBackend(request: Request, root: string): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const child = Bun.spawn(["git", "http-backend"], {
    env: {
      PATH: process.env.PATH ?? "",
      HOME: "/nonexistent",
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      REMOTE_USER: "test",
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: searchParams.toString(),
      CONTENT_TYPE: request.headers.get("content-type") ?? "",
      HTTP_CONTENT_ENCODING: request.headers.get("content-encoding") ?? "",
      GIT_PROTOCOL: request.headers.get("git-protocol") ?? "",
    },
    stdin: request.body ?? "ignore",
    stderr: "ignore",
  });
  return await cgiResponse(child.stdout);
}

async function cgiResponse(output: ReadableStream<Uint8Array>): Promise<Response> {
  const chunks = output[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.indexOf("\r\n\r\n") < 0) {
    const next = await chunks.next();
    if (next.done === true) return new Response("the CGI gave no headers", { status: 500 });
    head = Buffer.concat([head, next.value]);
  }
  const end = head.indexOf("\r\n\r\n");
  const lines = head.subarray(0, end).toString("latin1").split("\r\n");
  const pairs = lines.map((line): [string, string] => [line.split(":", 1)[0] ?? "", line.replace(/^[^:]*:\s*/, "")]);
  const status = Number.parseInt(pairs.find(([name]) => name === "Status")?.[1] ?? "200", 10);
  const headers = new Headers(pairs.filter(([name]) => name !== "Status"));
  return new Response(rest(head.subarray(end + 4), chunks), { status, headers });
}

async function* rest(first: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
}
