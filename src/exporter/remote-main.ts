import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { isOnChain } from "./history/commits.ts";
import { type Position, positionOf } from "./position.ts";
import type { Remote } from "./remote/remote.ts";
import type { BareRepository } from "./repository/bare-repository.ts";

/** Which remote `Staging.remoteHead` speaks of: after a change of address nothing is known of the new one. */
const SETTING = "remote";

export interface RemotePorts {
  readonly repository: BareRepository;
  readonly staging: Staging;
  readonly remote: Remote;
  /** How errors name the remote; no credentials. */
  readonly name: string;
}

export interface RemoteView {
  /** Where the remote's main is; null when it has none. */
  readonly head: Oid | null;
  readonly position: Exclude<Position, "gone" | "moved" | "unproven">;
}

/** The main branch at the other end, compared with ours. */
export class RemoteMain {
  readonly #ports: RemotePorts;

  constructor(ports: RemotePorts) {
    this.#ports = ports;
  }

  /** @throws remote.main-moved, remote.main-gone, remote.foreign-history, remote.* */
  async look(signal: AbortSignal): Promise<RemoteView> {
    const { repository, remote } = this.#ports;
    const refs = await remote.refs(signal);
    const head = refs.get(repository.ref) ?? null;
    return { head, position: this.#judge(head) };
  }

  /** Remembers that the remote has everything up to this commit. */
  reached(commit: Oid): void {
    const { staging, name } = this.#ports;
    if (staging.remoteHead() !== commit || staging.unpushed().length > 0) staging.markPushed(commit);
    if (staging.setting(SETTING) !== name) staging.setSetting(SETTING, name);
  }

  #judge(remote: Oid | null): RemoteView["position"] {
    const { repository, staging, name } = this.#ports;
    const known = staging.setting(SETTING) ?? name;
    const left = known === name ? staging.remoteHead() : null;
    const head = repository.head();
    const unpushed = staging.unpushed().map(({ commit }) => commit);
    const position = positionOf({ remote, head, left, unpushed });
    const names = { ref: repository.ref, url: name, found: remote, expected: left };
    if (position === "gone") throw fail("remote.main-gone", names);
    if (position === "moved") throw fail("remote.main-moved", names);
    if (position !== "unproven") return position;
    if (head !== null && remote !== null && isOnChain(repository.objects, head, remote)) return "behind";
    throw fail("remote.foreign-history", names);
  }
}
