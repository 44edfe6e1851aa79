import { type Oid, ZERO_OID } from "../../../../src/domain/ids.ts";
import { openRemote } from "../../../../src/exporter/remote/open-remote.ts";
import type { PushRequest, Remote } from "../../../../src/exporter/remote/remote.ts";
import { parseRemoteUrl } from "../../../../src/exporter/remote/remote-url.ts";
import { remotePorts } from "../../../support/remote-ports.ts";
import { onBand, packets } from "./bytes.ts";

export const TOKEN = "s3cret-token";
export const OLD = "1".repeat(40) as Oid;
export const NEW = "2".repeat(40) as Oid;
export const FOREIGN = "3".repeat(40) as Oid;
export const MAIN = "refs/heads/main";
const CAPABILITIES = "report-status side-band-64k ofs-delta object-format=sha1 agent=git/2.39.5";

/** A well-formed advertisement with main at the given commit. */
export function advertised(main: Oid, capabilities = CAPABILITIES, service = "git-receive-pack"): Response {
  const first = main === ZERO_OID ? `${ZERO_OID} capabilities^{}` : `${main} ${MAIN}`;
  const body = packets(`# service=${service}\n`, null, `${first}\0${capabilities}\n`, null);
  return typed(body, `application/x-${service}-advertisement`);
}

/** A push's answer with this report, and what a hook may have said. */
export function reported(lines: readonly string[], said = ""): Response {
  const parts = said === "" ? [] : [onBand(2, said)];
  return typed(packets(...parts, onBand(1, packets(...lines, null)), null), "application/x-git-receive-pack-result");
}

export function typed(body: Uint8Array | string, type: string, status = 200): Response {
  return new Response(typeof body === "string" ? body : Buffer.from(body), {
    status,
    headers: { "content-type": type },
  });
}

/** Answers each request with the next of these; the last one again and again. Keeps what came in. */
export class CannedServer implements Disposable {
  readonly requests: {
    readonly method: string;
    readonly path: string;
    readonly headers: Headers;
    readonly body: Buffer;
  }[] = [];
  readonly ports = remotePorts();
  readonly #server: ReturnType<typeof Bun.serve>;

  constructor(answers: readonly ((request: Request) => Response)[]) {
    this.#server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: async (request) => {
        const { pathname, search } = new URL(request.url);
        const body = Buffer.from(await request.arrayBuffer());
        this.requests.push({ method: request.method, path: pathname + search, headers: request.headers, body });
        return (answers[this.requests.length - 1] ?? answers.at(-1))?.(request) ?? new Response("", { status: 500 });
      },
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}/acme.git`;
  }

  remote(auth: "basic" | "bearer" = "basic"): Remote {
    return openRemote({ target: parseRemoteUrl(this.url), token: TOKEN, auth, version: "1.2.3" }, this.ports);
  }

  [Symbol.dispose](): void {
    this.#server.stop(true);
  }
}

const PACK = Buffer.from("PACK and so on");

/** Moves main from OLD to NEW with a few bytes in place of a pack. */
export const MOVE: PushRequest = {
  ref: MAIN,
  old: OLD,
  new: NEW,
  pack: { path: "/nowhere.pack", length: PACK.length, open: () => new Blob([PACK]).stream() },
};
