import { type Static, Type } from "@sinclair/typebox";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Log } from "../../domain/ports/log.ts";
import { nullable } from "../contract/basics.ts";
import { NoQuery } from "../contract/parameters.ts";
import { written } from "../http/answer.ts";
import { readBody } from "../http/read-body.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { isGenuine } from "../security/signature.ts";
import type { Control } from "../service.ts";

/** A push of the largest repository is announced in less. */
const MOST_BYTES = 4 * 1024 * 1024;

export interface HookParts {
  readonly control: Pick<Control, "isIncoming" | "wake">;
  /** What git services sign their deliveries with; null: none is asked for, and a delivery needs what other requests need. */
  readonly secret: string | null;
  /** What else lets a delivery in: a token. @throws api.needs-token … */
  readonly requireAccess: (call: Call<unknown>) => void;
  readonly log: Log;
}

export const Delivered = Type.Object({
  /** Whether it was a reason to look. */
  looking: Type.Boolean(),
  branch: nullable(Type.String()),
});

/** `POST /hooks/git`: a git service says that somebody pushed. It is a reason to look, never a fact. */
export function hookRoutes(parts: HookParts): readonly Route[] {
  return [
    route({
      methods: ["POST"],
      path: "/hooks/git",
      summary: "The webhook of GitHub, Gitea, Forgejo and GitLab",
      description:
        "Where `api.hook_secret` is set, a delivery is signed with it, or comes with a token that may sync. Where it is not, it needs what any `POST` needs.",
      access: "own",
      query: NoQuery,
      formats: ["json"],
      mostBytes: MOST_BYTES,
      answers: {
        200: { what: "It asks for nothing: another branch, a tag, a trial.", json: Delivered },
        202: { what: "Commits are looked for now.", json: Delivered },
      },
      errors: ["api.bad-signature", "api.bad-delivery", "api.bad-request", "api.too-large"],
      handle: (call) => deliver(call, parts),
    }),
  ];
}

async function deliver(call: Call<unknown>, { control, secret, requireAccess, log }: HookParts): Promise<Response> {
  const { request } = call;
  const hasToken = request.headers.has("authorization");
  if (secret === null || hasToken) requireAccess(call);
  const body = await readBody(request, MOST_BYTES);
  if (body === null) {
    log.write("debug", "a delivery broke off");
    throw fail("api.bad-request");
  }
  const isProven = secret === null || hasToken || isGenuine(body, (name) => request.headers.get(name), secret);
  if (!isProven) throw fail("api.bad-signature");
  const ref = refOf(body);
  if (ref === undefined) throw fail("api.bad-delivery");
  const branch = ref?.startsWith("refs/heads/") === true ? ref.slice("refs/heads/".length) : null;
  // A delivery without a ref, such as the one that a service sends to try the address, asks for nothing.
  const isWanted = branch !== null && control.isIncoming(branch);
  if (isWanted) {
    log.write("info", "a git service says that somebody pushed");
    control.wake();
  }
  const answer: Static<typeof Delivered> = { looking: isWanted, branch };
  return written("json", `${JSON.stringify(answer)}\n`, { status: isWanted ? 202 : 200 });
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
