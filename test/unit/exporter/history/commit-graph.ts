import type { Oid } from "../../../../src/domain/ids.ts";
import { encodeCommit } from "../../../../src/exporter/objects/commit-object.ts";
import { objectId } from "../../../../src/exporter/repository/loose-object.ts";
import type { ObjectSource } from "../../../../src/exporter/repository/object-store.ts";

const TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904" as Oid;

/** Commits in memory, and what they lead to by looking at every one of them. */
export class CommitGraph {
  readonly #commits = new Map<Oid, { readonly parents: readonly Oid[]; readonly bytes: Uint8Array }>();
  readonly oids: Oid[] = [];
  /** Commits that were read since it was set to 0. */
  reads = 0;

  /** @param seconds committer time */
  add(parents: readonly Oid[], seconds: number): Oid {
    const identity = { name: "a", email: "a@example.com" };
    const message = { subject: `commit ${this.oids.length}`, body: [], trailers: [] };
    const bytes = encodeCommit({ tree: TREE, parents, identity, at: seconds * 1000, ...message });
    const oid = objectId({ type: "commit", bytes });
    this.#commits.set(oid, { parents, bytes });
    this.oids.push(oid);
    return oid;
  }

  /** A line of commits, a minute apart. */
  line(parent: Oid | null, count: number, seconds: number): Oid[] {
    const made: Oid[] = [];
    for (let at = 0; at < count; at++) {
      const below = made.at(-1) ?? parent;
      made.push(this.add(below === null ? [] : [below], seconds + 60 * at));
    }
    return made;
  }

  /** The commit and all below it. */
  below(head: Oid): ReadonlySet<Oid> {
    const found = new Set([head]);
    for (const oid of found) for (const parent of this.#commits.get(oid)?.parents ?? []) found.add(parent);
    return found;
  }

  /** The common commits that are below no other common one, sorted. */
  bases(ours: Oid, theirs: Oid): Oid[] {
    const common = [...this.below(ours).intersection(this.below(theirs))];
    const isBest = (oid: Oid) => !common.some((other) => other !== oid && this.below(other).has(oid));
    return common.filter(isBest).toSorted();
  }

  get source(): ObjectSource {
    const read = (oid: Oid) => {
      this.reads++;
      const commit = this.#commits.get(oid);
      return commit === undefined ? null : { type: "commit" as const, bytes: commit.bytes };
    };
    const need = (oid: Oid) => read(oid)?.bytes ?? expectCommit(oid);
    return { read, need, has: (oid) => this.#commits.has(oid) };
  }
}

function expectCommit(oid: Oid): never {
  throw new Error(`no commit ${oid}`);
}
