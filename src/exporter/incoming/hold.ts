import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import { type BareRepository, PROMOTING_REF } from "../repository/bare-repository.ts";
import { letGo } from "./receive.ts";

/**
 * Holds a commit with a ref of its own; null: none any more, and git may take away all that came in. Durable.
 * @throws mirror.ref-locked
 */
export function hold(repository: BareRepository, commit: Oid | null): void {
  const { refs } = repository;
  if (!move(repository, refs.read(PROMOTING_REF), commit))
    throw fail("mirror.ref-locked", { ref: PROMOTING_REF, lock: "another program" });
  refs.makeLast(PROMOTING_REF);
  if (commit === null) letGo(repository);
}

function move({ refs }: BareRepository, old: Oid | null, next: Oid | null): boolean {
  if (old === next) return true;
  if (next !== null) return refs.compareAndSwap(PROMOTING_REF, old, next);
  return old === null || refs.remove(PROMOTING_REF, old);
}
