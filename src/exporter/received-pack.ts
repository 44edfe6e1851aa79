import type { Oid } from "../domain/ids.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { FileWriter } from "../domain/ports/files.ts";
import { indexPathOf } from "./pack/pack-writer.ts";
import { indexPack } from "./remote/index-pack.ts";
import type { FetchRequest, Remote } from "./remote/remote.ts";
import type { BareRepository } from "./repository/bare-repository.ts";
import { type ObjectSource, ObjectStore } from "./repository/object-store.ts";

export interface ReceivingPorts {
  readonly repository: BareRepository;
  readonly remote: Remote;
  readonly clock: Clock;
}

export interface ReceiveRequest extends FetchRequest {
  /** Bytes of the pack beyond which it is given up. */
  readonly most?: number;
  /** Whether to ask also when the repository has the commit: not all that it leads to may be there. */
  readonly anyway?: boolean;
}

/** More bytes came than one who only looks wants to read. */
export class TooMuch extends Error {}

/**
 * What the remote sent, in quarantine: it can be read together with the repository and is no part of it until it is let
 * in. One at a time.
 */
export class ReceivedPack {
  readonly #repository: BareRepository;
  readonly #store: ObjectStore | null;
  readonly #checksum: Oid | null;
  /** The commit that was asked for. */
  readonly head: Oid;
  /** The received objects and the repository's own. */
  readonly objects: ObjectSource;

  private constructor(repository: BareRepository, head: Oid, store: ObjectStore | null, checksum: Oid | null) {
    this.#repository = repository;
    this.head = head;
    this.#store = store;
    this.#checksum = checksum;
    this.objects = store === null ? repository.objects : overlay(store, repository.objects);
  }

  /**
   * Asks for nothing when the repository has the commit already.
   * @throws remote.*, TooMuch; nothing stays behind then
   */
  static async fetch(
    { repository, remote, clock }: ReceivingPorts,
    request: ReceiveRequest,
    signal: AbortSignal,
  ): Promise<ReceivedPack> {
    const { files } = repository;
    if (request.anyway !== true && repository.objects.has(request.want))
      return new ReceivedPack(repository, request.want, null, null);
    const path = pathIn(repository);
    repository.removeTemporary(path);
    try {
      await writeAll(files.create(path), await remote.fetch(request, signal), request.most ?? Number.POSITIVE_INFINITY);
      const paths = { packPath: path, indexPath: indexPathOf(path) };
      const { checksum } = await indexPack(paths, { files, clock }, signal);
      return new ReceivedPack(repository, request.want, new ObjectStore(files, repository.quarantine), checksum);
    } catch (error) {
      repository.removeTemporary(path);
      throw error;
    }
  }

  /** Makes it part of the repository; no ref leads to it yet. */
  letIn(): void {
    this.#install("them");
  }

  /**
   * The same, kept from git for a reason (`BareRepository.unkeepAll`), and folded later with the small packs of our own.
   * @returns the pack; null when nothing came
   */
  letInFor(reason: string): Oid | null {
    if (this.#checksum !== null) this.#repository.keepFor(reason, this.#checksum);
    this.#install("us");
    return this.#checksum;
  }

  /** Closes it, and takes it away unless it was let in. */
  discard(): void {
    this.#store?.release();
    if (this.#checksum !== null) this.#repository.removeTemporary(pathIn(this.#repository));
  }

  #install(by: "us" | "them"): void {
    this.#store?.release();
    if (this.#checksum !== null) this.#repository.installPack(pathIn(this.#repository), this.#checksum, by);
    this.#repository.objects.packs.rescan();
  }
}

function pathIn(repository: BareRepository): string {
  return `${repository.quarantine}/pack/pack-incoming.pack`;
}

function overlay(above: ObjectStore, below: ObjectStore): ObjectSource {
  return {
    read: (oid) => above.read(oid) ?? below.read(oid),
    need: (oid, type) => (above.has(oid) ? above.need(oid, type) : below.need(oid, type)),
    has: (oid) => above.has(oid) || below.has(oid),
  };
}

async function writeAll(file: FileWriter, chunks: AsyncIterable<Uint8Array>, most: number): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > most) throw new TooMuch(`more than ${most} bytes`);
      file.write(chunk);
    }
    file.sync();
  } finally {
    file.close();
  }
}
