import { fail } from "../../../src/domain/errors/tidemark-error.ts";
import type { Oid } from "../../../src/domain/ids.ts";
import type { Clock } from "../../../src/domain/ports/clock.ts";
import type { FetchRequest, PushRequest, Remote } from "../../../src/exporter/remote/remote.ts";
import type { RemoteEffect } from "../scenario/scenario.ts";
import type { Faults, Life } from "./points.ts";

export interface RemoteHooks {
  readonly life: Life;
  readonly faults: Faults<RemoteEffect>;
  readonly clock: Clock;
}

const MAIN = "refs/heads/main";
const SLOW_MS = 300_000;
const PLACE = { url: "the remote", reason: "planned", status: 503, said: "", path: "the remote" };

/** The real remote behind a bad line. */
export class BrittleRemote implements Remote {
  readonly #real: Remote;
  readonly #hooks: RemoteHooks;
  /** What its refs were called when they were last asked for, by commit. */
  #names: ReadonlyMap<Oid, string> = new Map();

  constructor(real: Remote, hooks: RemoteHooks) {
    this.#real = real;
    this.#hooks = hooks;
  }

  refs(signal: AbortSignal) {
    return this.#hooks.life.step("remote.refs", async () => {
      await this.#refuse(this.#hooks.faults.take("refs"), signal);
      const refs = await this.#real.refs(signal);
      this.#names = new Map(Array.from(refs, ([ref, oid]) => [oid, ref]));
      return refs;
    });
  }

  push(request: PushRequest, signal: AbortSignal): Promise<void> {
    const call = `push${kindOf(request.ref)}` as const;
    return this.#hooks.life.step(`remote.${call}`, async () => {
      const effect = this.#hooks.faults.take(call);
      if (effect === "answer lost before") throw fail("remote.unknown-outcome", PLACE);
      await this.#refuse(effect, signal);
      await this.#real.push(request, signal);
      if (effect === "answer lost after") throw fail("remote.unknown-outcome", PLACE);
    });
  }

  fetch(request: FetchRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const call = `fetch${kindOf(this.#names.get(request.want) ?? MAIN)}` as const;
    return this.#hooks.life.step(`remote.${call}`, async () => {
      const effect = this.#hooks.faults.take(call);
      await this.#refuse(effect, signal);
      const chunks = await this.#real.fetch(request, signal);
      return effect === "cut" ? cutShort(chunks) : chunks;
    });
  }

  async #refuse(effect: RemoteEffect | null, signal: AbortSignal): Promise<void> {
    if (effect === "slow") await this.#hooks.clock.sleep(SLOW_MS, signal);
    if (effect === "refused") throw fail("remote.unreachable", PLACE);
    if (effect === "server error") throw fail("remote.server-error", PLACE);
    if (effect === "full") throw fail("remote.disk-full", PLACE);
  }
}

/** What is not main's has a name of its own. */
function kindOf(ref: string): "" | " branch" | " notes" {
  if (ref === MAIN) return "";
  return ref.startsWith("refs/notes/") ? " notes" : " branch";
}

async function* cutShort(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk.subarray(0, chunk.length >>> 1);
    throw fail("remote.interrupted", PLACE);
  }
}
