import type { Oid } from "../../domain/ids.ts";
import { isReachable } from "../history/ancestry.ts";
import { Painting } from "../history/painting.ts";
import type { BareRepository } from "../repository/bare-repository.ts";

const MOST_REMEMBERED = 10_000;

/** Which commits main has. What was found out once is remembered while main goes on from there. */
export class OnMain {
  readonly #repository: BareRepository;
  readonly #known = new Map<Oid, boolean>();
  /** Main, as what is known says. */
  #head: Oid | null = null;

  constructor(repository: BareRepository) {
    this.#repository = repository;
  }

  /** Whether the commit is main's head or below it. @throws mirror.missing-object, mirror.corrupt */
  has(commit: Oid): boolean {
    const head = this.#repository.head();
    if (head === null) return false;
    this.#goOnTo(head);
    const known = this.#known.get(commit);
    if (known !== undefined) return known;
    const { objects } = this.#repository;
    // What is not here is not on main, and may come.
    if (!objects.has(commit)) return false;
    const found = isReachable(objects, head, commit);
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#known.set(commit, found);
    return found;
  }

  #goOnTo(head: Oid): void {
    if (head === this.#head) return;
    if (this.#head !== null && this.#known.size > 0) this.#addSteps(this.#head, head);
    this.#head = head;
  }

  #addSteps(ours: Oid, theirs: Oid): void {
    const { objects } = this.#repository;
    const steps = objects.has(ours) ? new Painting(objects, { ours, theirs }).finish() : null;
    if (steps?.isCommon(ours) !== true) this.#known.clear();
    else for (const oid of steps.theirsAlone()) if (this.#known.has(oid)) this.#known.set(oid, true);
  }
}
