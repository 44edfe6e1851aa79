import type { Adopted, Side, Survey } from "../../domain/adoption.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { CommitRequest } from "../../domain/ports/mirror.ts";
import type { Identity } from "../objects/commit-object.ts";
import type { ReceivedPack } from "../received-pack.ts";
import { putBack } from "./put-back.ts";
import { type SurveyPorts, survey } from "./survey.ts";
import { takeOver } from "./take-over.ts";

export interface AdoptionPorts extends SurveyPorts {
  readonly identity: Identity;
  /** How errors name the remote. */
  readonly url: string;
}

/** One look at both ends, and what is done about what it found. Kept between the two: what came from the remote. */
export class Adoption {
  readonly #ports: AdoptionPorts;
  #received: ReceivedPack | null = null;

  constructor(ports: AdoptionPorts) {
    this.#ports = ports;
  }

  async survey(signal: AbortSignal): Promise<Survey> {
    this.close();
    const { received, ...found } = await survey(this.#ports, signal);
    this.#received = received;
    return found;
  }

  /**
   * Ends what the survey found; the push of main is the caller's. Each step may be the last one before a crash: the
   * same adoption, made again, goes on from there.
   * @throws adopt.nothing-of-ours, mirror.main-moved, remote.main-moved (somebody moved it again), remote.no-rewind
   */
  async adopt(
    found: Survey,
    { side, commit: request }: { readonly side: Side; readonly commit: CommitRequest },
    signal: AbortSignal,
  ): Promise<Adopted> {
    const { remoteMain } = this.#ports;
    const atRemote = found.findings.find(({ place }) => place === "remote");
    this.#forgetPrepared();
    if (side === "theirs") {
      if (atRemote !== undefined) remoteMain.accept(atRemote.head);
      const taking = { survey: found, received: this.#received, request };
      return { commit: await takeOver(this.#ports, taking, signal), asides: [] };
    }
    const { ours } = found;
    if (ours === null) throw fail("adopt.nothing-of-ours");
    const putting = { survey: found, received: this.#received, ours };
    const asides = await putBack(this.#ports, putting, signal);
    if (atRemote?.kind === "gone" || atRemote?.kind === "set-back") remoteMain.accept(atRemote.head);
    return { commit: null, asides };
  }

  close(): void {
    this.#received?.discard();
    this.#received = null;
  }

  /**
   * A commit that was interrupted before somebody moved the local main elsewhere did not happen: its records are still
   * dirty. Its pack is left to git: somebody may have built on it.
   */
  #forgetPrepared(): void {
    const { repository, staging } = this.#ports;
    const prepared = staging.preparedCommit();
    if (prepared === null) return;
    repository.unkeep(prepared.pack);
    staging.discardCommit(prepared.commit);
  }
}
