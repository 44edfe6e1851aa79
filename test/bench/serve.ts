import { GitServer } from "../support/git-server.ts";
import { scriptArgument } from "./measure/run-process.ts";
import type { ServeArgument } from "./server/git-service.ts";

/**
 * The git service of a benchmark, in a process of its own: `git http-backend` behind HTTP. Says its address in one
 * line, ends with its standard input. `POST /bench/create?<name>` makes a repository, `POST /bench/received` tells and
 * forgets the bytes of request bodies that pushes have announced.
 */
const { root, token } = scriptArgument<ServeArgument>();
let received = 0;

const server = new GitServer({
  root,
  token,
  intercept(request) {
    const { pathname, search } = new URL(request.url);
    if (request.method !== "POST") return null;
    if (pathname === "/bench/create") return new Response(server.create(search.slice(1)));
    if (pathname === "/bench/received") return new Response(takeReceived());
    if (pathname.endsWith("/git-receive-pack")) received += Number(request.headers.get("content-length") ?? Number.NaN);
    return null;
  },
});

function takeReceived(): string {
  const bytes = received;
  received = 0;
  return String(bytes);
}

console.log(server.url(""));
for await (const _ of Bun.stdin.stream());
server[Symbol.dispose]();
