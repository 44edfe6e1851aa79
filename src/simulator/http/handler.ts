import type { Clock } from "../../domain/ports/clock.ts";
import { documentList, runCommand, versionText } from "../command/run.ts";
import type { SimUser, SimulatorOptions } from "../options.ts";
import type { ServerState } from "../server-state.ts";
import { type Answer, diagnostic, NOT_FOUND, text, USERS_LIMIT } from "./answer.ts";
import { type Access, checkFolder, openDocument } from "./authorize.ts";
import { type Credentials, readCredentials } from "./credentials.ts";
import { dropRecords, type FaultEffect, type FaultPlan, miscount } from "./faults.ts";
import type { LateCommands } from "./late.ts";
import type { LoginPool } from "./login-pool.ts";
import { malformed, type PoisonEffect } from "./poison.ts";
import type { RequestLog } from "./request-log.ts";
import { respond, respondCut, respondReset, type ServerIdentity } from "./respond.ts";
import { parseTarget, type Target, withoutCredentials } from "./target.ts";

export interface HandlerParts {
  readonly state: ServerState;
  readonly access: Access;
  readonly otherDocuments: readonly string[];
  readonly pool: LoginPool;
  readonly faults: FaultPlan;
  readonly late: LateCommands;
  readonly log: RequestLog;
  readonly clock: Clock;
  readonly onRequest: SimulatorOptions["onRequest"];
}

/** What arrived, with its URL taken apart. */
interface Incoming {
  readonly method: string;
  readonly target: Target;
  readonly credentials: Credentials;
  readonly body: string;
}

type Waits = Extract<FaultEffect, { kind: "hang" | "slow" }>;

const LIMIT = text(USERS_LIMIT, 500);

/** Answers the REST service's requests: who asks, which login, which command, and what goes wrong on the way. */
export class RequestHandler {
  readonly #parts: HandlerParts;

  constructor(parts: HandlerParts) {
    this.#parts = parts;
  }

  /** @param path path and query of the request, still percent-encoded */
  async handle(request: Request, path: string): Promise<Response> {
    const target = parseTarget(path);
    const note = this.#parts.log.add({
      method: request.method,
      target: withoutCredentials(path),
      command: target?.command ?? "",
      table: (target?.parameters.get("table") ?? "").toLowerCase(),
    });
    await this.#parts.onRequest?.(note);
    this.#parts.late.next();
    const effect = this.#parts.faults.take(note);
    const early = await this.#before(effect, request.signal);
    if (early !== null) return early;
    const run = await this.#command(request, target);
    if (effect?.kind === "late") {
      this.#parts.late.add(effect.requests, run);
      return respondReset();
    }
    const answer = run();
    if (answer.poison !== undefined) return this.#poisoned(answer, answer.poison, request.signal);
    return (await this.#kept(effect, request.signal)) ?? this.#after(effect, answer);
  }

  /** Reads the request; what it asks for happens when the result is called. */
  async #command(request: Request, target: Target | null): Promise<() => Answer> {
    if (target === null) return () => NOT_FOUND;
    const read = await incoming(request, target);
    return () => this.#answer(read);
  }

  async #before(effect: FaultEffect | null, signal: AbortSignal): Promise<Response | null> {
    switch (effect?.kind) {
      case "status":
        return this.#respond(text(effect.body ?? "", effect.status));
      case "text":
        return this.#respond(text(effect.body));
      case "users-limit":
        return this.#respond(LIMIT);
      case "hang":
      case "slow":
        return effect.when === "after" ? null : this.#wait(effect, signal);
      case "reset":
        return effect.when === "before" ? respondReset() : null;
      default:
        return null;
    }
  }

  /** What keeps an answer back after the command ran. */
  async #kept(effect: FaultEffect | null, signal: AbortSignal): Promise<Response | null> {
    const waits = (effect?.kind === "hang" || effect?.kind === "slow") && effect.when === "after";
    return waits ? this.#wait(effect, signal) : null;
  }

  async #wait(effect: Waits, signal: AbortSignal): Promise<Response | null> {
    if (effect.kind === "slow") {
      await this.#parts.clock.sleep(effect.ms, signal).catch(() => undefined);
      return null;
    }
    await aborted(signal);
    return respondReset();
  }

  #after(effect: FaultEffect | null, answer: Answer): Response {
    switch (effect?.kind) {
      case "truncate":
        return this.#respond({ ...answer, body: Buffer.from(answer.body).subarray(0, effect.bytes).toString() });
      case "cut":
        return respondCut(answer, this.#identity(), effect.bytes);
      case "short":
        return this.#respond({ ...answer, body: dropRecords(answer.body, effect.records) });
      case "miscount":
        return this.#respond({ ...answer, body: miscount(answer.body, effect.records) });
      case "reset":
        return respondReset();
      default:
        return this.#respond(answer);
    }
  }

  async #poisoned(answer: Answer, effect: PoisonEffect, signal: AbortSignal): Promise<Response> {
    switch (effect) {
      case "error":
        return this.#respond(text("", 500));
      case "malformed":
        return this.#respond({ ...answer, body: malformed(answer.body) });
      case "cut":
        return respondCut(answer, this.#identity(), Math.floor(answer.body.length / 2));
      default:
        await aborted(signal);
        return respondReset();
    }
  }

  #answer(incoming: Incoming): Answer {
    const { target, credentials } = incoming;
    const { state, access } = this.#parts;
    if (target.command === "version") return versionText(state.version);
    if (target.document === "server" || target.document === "") return this.#serverCommand(incoming);
    const user = openDocument(access, target.document, credentials);
    return "status" in user ? user : this.#inWorker(incoming, user);
  }

  #serverCommand({ target, credentials }: Incoming): Answer {
    if (target.command !== "list") return NOT_FOUND;
    const refused = checkFolder(this.#parts.access, credentials);
    return refused ?? documentList([this.#parts.access.document, ...this.#parts.otherDocuments]);
  }

  #inWorker({ method, target, body }: Incoming, user: SimUser): Answer {
    const { pool, state } = this.#parts;
    if (!pool.acquire(user.user)) return LIMIT;
    try {
      return runCommand(target.command, { state, user, method, parameters: target.parameters, body });
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return diagnostic(`The simulator failed. ${reason}`, "none");
    } finally {
      pool.release(user.user, target.parameters.get("no_linger") !== "true");
    }
  }

  #respond(answer: Answer): Response {
    return respond(answer, this.#identity());
  }

  #identity(): ServerIdentity {
    const { state, access } = this.#parts;
    return { version: state.version, loginRequired: access.folder !== undefined, utc: state.clock.utc() };
  }
}

async function incoming(request: Request, target: Target): Promise<Incoming> {
  const credentials = readCredentials(request.headers.get("authorization"), target.credentials);
  const body = request.method === "GET" || request.method === "HEAD" ? "" : await request.text();
  return { method: request.method, target, credentials, body };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
