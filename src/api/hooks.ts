import { Elysia } from "elysia";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Log } from "../domain/ports/log.ts";
import { problem } from "./problem.ts";
import { isGenuine } from "./signature.ts";

export interface HookParts {
  /** What git services sign their deliveries with; null: none is asked for. */
  readonly secret: string | null;
  /** Whether a branch is one that commits are taken from. */
  readonly isIncoming: (branch: string) => boolean;
  /** Somebody pushed: look now. */
  readonly onPush: () => void;
}

/** `POST /hooks/git`: a git service says that somebody pushed. It is a reason to look, never a fact. */
export function hooks({ secret, isIncoming, onPush }: HookParts, log: Log) {
  return new Elysia().post(
    "/hooks/git",
    async ({ request }) => {
      const body = await bodyOf(request);
      if (body === null) {
        log.write("debug", "a delivery broke off");
        return problem(400, fail("api.bad-request"));
      }
      const header = (name: string) => request.headers.get(name);
      if (secret !== null && !isGenuine(body, header, secret)) return problem(401, fail("api.bad-signature"));
      const ref = refOf(body);
      if (ref === undefined) return problem(400, fail("api.bad-delivery"));
      const branch = ref?.startsWith("refs/heads/") === true ? ref.slice("refs/heads/".length) : null;
      // A delivery without a ref, such as the one that a service sends to try the address, asks for nothing.
      const isWanted = branch !== null && isIncoming(branch);
      if (isWanted) onPush();
      return Response.json({ looking: isWanted, branch }, { status: isWanted ? 202 : 200 });
    },
    { parse: "none" },
  );
}

/** null: the sender went away before all of it was here. */
async function bodyOf(request: Request): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await request.arrayBuffer());
  } catch {
    return null;
  }
}

/** The `ref` of a push, in which all services agree; null: it names none; undefined: it is no delivery. */
function refOf(body: Uint8Array): string | null | undefined {
  try {
    const content: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    if (typeof content !== "object" || content === null || Array.isArray(content)) return undefined;
    const ref: unknown = Reflect.get(content, "ref");
    return typeof ref === "string" ? ref : null;
  } catch {
    return undefined;
  }
}
