import { fail, type TidemarkError } from "../../domain/errors/tidemark-error.ts";

/** Says what is wrong with one received pack, and where. */
export class PackFaults {
  readonly #pack: string;

  constructor(pack: string) {
    this.#pack = pack;
  }

  /** The bytes are not a pack. `offset` is the file position of the entry. */
  bad(offset: number, reason: string): TidemarkError {
    return fail("remote.bad-pack", { pack: this.#pack, offset, reason });
  }

  /** It may be a pack, but one that would take memory without bound. */
  limit(offset: number, reason: string): TidemarkError {
    return fail("remote.pack-limit", { pack: this.#pack, offset, reason });
  }
}
