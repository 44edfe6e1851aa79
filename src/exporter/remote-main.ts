import { fail } from "../domain/errors/tidemark-error.ts";
import { type Oid, ZERO_OID } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { isRestored } from "../domain/restored.ts";
import { isReachable } from "./history/ancestry.ts";
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

/**
 * Where the remote's main was when a person said to go on from there (`ZERO_OID`: it was gone); empty at other times. So
 * the push that follows may be made by any later run.
 */
const ADOPTED = "adopted";

export interface RemoteView {
  /** Where the remote's main is; null when it has none. */
  readonly head: Oid | null;
  /** `ahead`: elsewhere, and the data directory was restored: we may have gone on there since the backup was made. */
  readonly position: Exclude<Position, "gone" | "moved" | "unproven"> | "ahead";
}

export interface Observation {
  readonly head: Oid | null;
  /** `foreign`: we never pushed there, and its main is not part of our history. */
  readonly position: Exclude<Position, "unproven"> | "foreign";
  /** Where we left it; null when we never pushed there. */
  readonly left: Oid | null;
}

/** The main branch at the other end, compared with ours. */
export class RemoteMain {
  readonly #ports: RemotePorts;

  constructor(ports: RemotePorts) {
    this.#ports = ports;
  }

  /** @throws remote.main-moved, remote.main-gone, remote.foreign-history, remote.* */
  async look(signal: AbortSignal): Promise<RemoteView> {
    const { head, position, left } = await this.observe(signal);
    const { repository, staging, name } = this.#ports;
    const names = { ref: repository.ref, url: name, found: head, expected: left, commits: "" };
    const isElsewhere = position === "moved" || position === "foreign";
    if (isElsewhere && staging.lastCommit() !== null && isRestored(staging)) return { head, position: "ahead" };
    if (position === "gone") throw fail("remote.main-gone", names);
    if (position === "moved") throw fail("remote.main-moved", names);
    if (position !== "foreign") return { head, position };
    // Staging is lost, and the local history may be an older part of the one there.
    if (staging.lastCommit() === null) return { head, position: "unknown" };
    throw this.foreign(head);
  }

  /** The error for a main at the remote that somebody else moved. */
  moved(found: Oid | null): Error {
    const { repository, staging, name } = this.#ports;
    const expected = staging.remoteHead() ?? staging.lastCommit()?.commit ?? null;
    return fail("remote.main-moved", { ref: repository.ref, url: name, found, expected, commits: "" });
  }

  /** The error for a main at the remote that is not part of our history. */
  foreign(found: Oid | null): Error {
    const { repository, name } = this.#ports;
    return fail("remote.foreign-history", { ref: repository.ref, url: name, found, commits: "" });
  }

  /** The same, whatever it is that is found. @throws remote.* when it cannot be asked */
  async observe(signal: AbortSignal): Promise<Observation> {
    const { repository, remote, staging, name } = this.#ports;
    const found = (await remote.refs(signal)).get(repository.ref) ?? null;
    const known = staging.setting(SETTING) ?? name;
    const left = known === name ? staging.remoteHead() : null;
    // Where staging knows a commit it is ours, whatever somebody did to the local branch.
    const head = staging.lastCommit()?.commit ?? repository.head();
    const unpushed = staging.unpushed().map(({ commit }) => commit);
    const position = positionOf({ remote: found, head, left, unpushed });
    return { head: found, position: this.#settled(position, { found, head }), left };
  }

  /** Notes that a person said to go on from where the remote's main is now; null: it is gone. */
  accept(found: Oid | null): void {
    this.#ports.staging.setSetting(ADOPTED, found ?? ZERO_OID);
  }

  /** Remembers that the remote has everything up to this commit. */
  reached(commit: Oid): void {
    const { staging, name } = this.#ports;
    // Without a commit that staging knows there is nothing to remember it by; the next run fills staging first.
    if (staging.lastCommit() === null) return;
    if (staging.remoteHead() !== commit || staging.unpushed().length > 0) staging.markPushed(commit);
    if (staging.setting(SETTING) !== name) staging.setSetting(SETTING, name);
    if (staging.setting(ADOPTED)) staging.setSetting(ADOPTED, "");
  }

  #settled(position: Position, { found, head }: { found: Oid | null; head: Oid | null }): Observation["position"] {
    const { repository, staging } = this.#ports;
    const adopted = staging.setting(ADOPTED);
    if (position === "gone") return adopted === ZERO_OID ? "empty" : position;
    if (position !== "unproven" && !(position === "moved" && found === adopted)) return position;
    const below = head !== null && found !== null && isReachable(repository.objects, head, found);
    if (below) return "behind";
    return position === "unproven" ? "foreign" : position;
  }
}
