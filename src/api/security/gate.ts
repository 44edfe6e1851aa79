import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Connection } from "../../domain/ports/http-server.ts";
import { type Access, mayDo, type Scope } from "./access.ts";
import { isLocal, type Names, refuseForeign, requireReadable } from "./guard.ts";
import { type Rate, RateLimit } from "./rate-limit.ts";
import { bearerOf, findToken, type KnownToken } from "./tokens.ts";

export interface GateParts {
  readonly names: Names;
  /** Whether programs on this host may do everything without a token. */
  readonly trustLoopback: boolean;
  readonly tokens: readonly KnownToken[];
  readonly rates: Rates;
  readonly clock: Pick<Clock, "now">;
}

export interface Rates {
  /** Of all requests of a peer. */
  readonly requests: Rate;
  /** Of those with a token that is none. */
  readonly failures: Rate;
}

/** Who may come in, and what they may do. */
export class Gate {
  readonly #parts: GateParts;
  readonly #requests: RateLimit;
  readonly #failures: RateLimit;

  constructor(parts: GateParts) {
    this.#parts = parts;
    this.#requests = new RateLimit(parts.rates.requests);
    this.#failures = new RateLimit(parts.rates.failures);
  }

  /** What no request may be, whatever it asks for. @throws api.bad-request, api.too-many, api.foreign-* */
  admit(request: Request, { address }: Connection, isPage: (path: string) => boolean): void {
    const seconds = this.#requests.take(address, this.#parts.clock.now());
    if (seconds > 0) throw fail("api.too-many", { seconds });
    const url = requireReadable(request);
    refuseForeign(request, url, { names: this.#parts.names, isPage: isPage(url.pathname) });
  }

  /** @throws api.needs-token, api.bad-token, api.too-many, api.scope */
  require(access: Access, request: Request, { address }: Connection): void {
    if (access === "open" || access === "own") return;
    const has = this.#scopeOf(request, address);
    if (!mayDo(has, access)) throw fail("api.scope", { scope: has, needed: access });
  }

  /**
   * A token counts before the address it came from: a local program with a token to read may read and no more. A right token is let in however
   * many wrong ones came from the same address, which may be a proxy's; 256 bits of chance are not guessed.
   */
  #scopeOf(request: Request, address: string): Scope {
    const { trustLoopback, tokens, clock } = this.#parts;
    const authorization = request.headers.get("authorization");
    if (authorization === null && trustLoopback && isLocal(request, address)) return "write";
    if (authorization === null) throw fail("api.needs-token");
    const sent = bearerOf(authorization);
    const found = sent === null ? null : findToken(sent, tokens);
    if (found !== null) return found.scope;
    const seconds = this.#failures.take(address, clock.now());
    throw seconds > 0 ? fail("api.too-many", { seconds }) : fail("api.bad-token");
  }
}
