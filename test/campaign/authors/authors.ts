import type { Oid } from "../../../src/domain/ids.ts";
import type { Simulator } from "../../../src/simulator/simulator.ts";
import { ancestors, mergeBases } from "../judge/ancestry.ts";
import type { Caches } from "../judge/caches.ts";
import { readNote } from "../judge/notes.ts";
import { RepositoryReader } from "../judge/repository.ts";
import type { CommitAct, CommitEvent } from "../scenario/commits.ts";
import { change, type FileAct } from "./acts.ts";
import { GitWriter } from "./git-writer.ts";
import { mergedText } from "./merge.ts";
import { WorkingTree } from "./working-tree.ts";

/** A commit that somebody pushed. */
export interface Authored {
  readonly commit: Oid;
  readonly branch: string;
  readonly act: CommitAct;
}

export interface AuthorsOptions {
  /** The bare repository that everybody pushes to. */
  readonly remotePath: string;
  readonly simulator: Simulator;
  readonly caches: Caches;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** A ref is where it is, and lasts. */
  readonly onPushed: (ref: string) => void;
}

/** Where an author begins. */
interface Start {
  readonly main: Oid;
  /** Of the author's own branch, where that is ahead of main; null: there is no such thing. */
  readonly own: Oid | null;
}

interface Draft {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
}

/** People who edit records with git: they see what the remote has, commit, and push at once, over what was there if need be. */
export class Authors {
  readonly #options: AuthorsOptions;
  readonly #reader: RepositoryReader;
  readonly #writer: GitWriter;

  constructor(options: AuthorsOptions) {
    this.#options = options;
    this.#reader = new RepositoryReader(options.remotePath, options.caches);
    this.#writer = new GitWriter(options.remotePath);
  }

  close(): void {
    this.#reader.close();
  }

  /** @returns null where there was nothing to commit, or nobody can push */
  commit(event: CommitEvent): Authored | null {
    const main = this.#reader.main();
    if (main === null) return null;
    const ref = `refs/heads/${event.branch}`;
    const start = { main, own: this.#ownHead(ref, main) };
    const draft = this.#draft(event, start);
    if (draft === null) return null;
    const message = `${event.act} ${event.nonce}\n`;
    const commit = this.#writer.commit({ ...draft, message, at: this.#options.now() });
    if (!this.#writer.moveRef(ref, commit)) return null;
    this.#options.onPushed(ref);
    return { commit, branch: event.branch, act: event.act };
  }

  #ownHead(ref: string, main: Oid): Oid | null {
    const head = this.#writer.ref(ref);
    return head === null || ancestors(this.#reader, main).has(head) ? null : head;
  }

  #draft(event: CommitEvent, start: Start): Draft | null {
    switch (event.act) {
      case "amend":
        return this.#amended(event, start);
      case "merge main":
        return this.#mergedMain(start);
      case "give up":
        return start.own === null ? null : { tree: this.#treeOf(start.main), parents: [start.own] };
      default:
        return this.#changed(event, event.act, this.#base(event, start));
    }
  }

  /** The tip that the author goes on from. */
  #base({ from }: CommitEvent, { main, own }: Start): Oid {
    if (own === null || from === "main") return main;
    if (from === "branch") return own;
    const outcome = readNote(this.#reader, own)?.outcome ?? "pending";
    return outcome === "pending" ? own : main;
  }

  #changed(event: CommitEvent, act: FileAct, base: Oid): Draft | null {
    const tree = this.#edited(event, act, base);
    return tree === null ? null : { tree, parents: [base] };
  }

  /** The last commit anew: with another edit beside its own, or instead of it. */
  #amended(event: CommitEvent, { own }: Start): Draft | null {
    if (own === null) return null;
    const { parents } = this.#reader.commit(own);
    const [parent] = parents;
    if (parent === undefined) return null;
    const tree = this.#edited(event, "edit", event.other % 2 === 0 ? own : parent);
    return tree === null ? null : { tree, parents };
  }

  #mergedMain({ main, own }: Start): Draft | null {
    if (own === null || ancestors(this.#reader, own).has(main)) return null;
    const [base] = mergeBases(this.#reader, main, own);
    if (base === undefined) return null;
    const [began, theirs, ours] = [base, own, main].map((oid) => this.#reader.files(this.#treeOf(oid)));
    const tree = new WorkingTree(this.#reader, this.#treeOf(main));
    for (const path of new Set([...(began?.keys() ?? []), ...(theirs?.keys() ?? [])])) {
      const [was, is] = [began?.get(path), theirs?.get(path)];
      if (was === is) continue;
      const text = (oid: Oid | undefined) =>
        oid === undefined ? null : Buffer.from(this.#reader.blob(oid)).toString();
      const untouched = ours?.get(path) === was;
      tree.write(path, untouched ? text(is) : mergedText(text(was), text(is), text(ours?.get(path))));
    }
    return { tree: tree.save(this.#writer), parents: [own, main] };
  }

  #edited(event: CommitEvent, act: FileAct, base: Oid): Oid | null {
    const tree = new WorkingTree(this.#reader, this.#treeOf(base));
    change(act, { tree, rows: (table) => this.#options.simulator.rows(table), event });
    return tree.isChanged ? tree.save(this.#writer) : null;
  }

  #treeOf(commit: Oid): Oid {
    return this.#reader.commit(commit).tree;
  }
}
