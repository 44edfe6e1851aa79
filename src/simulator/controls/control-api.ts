import { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { ImportRefused } from "../import/refused.ts";
import { ACTIONS, type Action } from "./actions.ts";
import { Arguments, bad } from "./arguments.ts";
import type { Controls } from "./controls.ts";

/**
 * The controls over HTTP: `POST /control/<action>` with a JSON object, answered in JSON. Actions without arguments
 * take GET too, so that a demo needs nothing but an address.
 */
export class ControlApi {
  readonly #controls: Controls;

  constructor(controls: Controls) {
    this.#controls = controls;
  }

  /** @param path as it came, starting `/control/` */
  async handle(request: Request, path: string): Promise<Response> {
    if (isFromAnotherSite(request)) return reply(403, { error: "controls are not for web pages of other sites" });
    const name = path.slice("/control/".length).split("?")[0] ?? "";
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) return reply(404, { error: `no control "${name}"`, controls: Object.keys(ACTIONS) });
    try {
      const result = await this.#run(action, request);
      return reply(200, result === undefined ? { ok: true } : result);
    } catch (error) {
      return refusal(error);
    }
  }

  async #run(action: Action, request: Request): Promise<unknown> {
    if (request.method === "GET" && !action.plain) throw bad("this control takes POST with a JSON object");
    const text = request.method === "GET" ? "" : await request.text();
    return action.run(this.#controls, new Arguments(text === "" ? {} : parse(text)));
  }
}

/** A browser says so itself (Fetch Metadata); other programs send no such header. */
function isFromAnotherSite(request: Request): boolean {
  return !["none", "same-origin"].includes(request.headers.get("sec-fetch-site") ?? "none");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw bad("the body is not JSON");
    throw error;
  }
}

function refusal(error: unknown): Response {
  if (error instanceof TidemarkError) return reply(400, { error: error.message, code: error.code, hint: error.hint });
  if (error instanceof ImportRefused) return reply(400, { error: error.message });
  throw error;
}

/** Ends with a line feed: people read it in a terminal. */
function reply(status: number, body: unknown): Response {
  const headers = { "content-type": "application/json;charset=utf-8" };
  return new Response(`${JSON.stringify(body)}\n`, { status, headers });
}
