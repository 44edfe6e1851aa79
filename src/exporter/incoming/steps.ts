import type { Oid } from "../../domain/ids.ts";
import { firstParentChain } from "../history/commits.ts";
import { Painting } from "../history/painting.ts";
import type { BareRepository } from "../repository/bare-repository.ts";
import type { OnMain } from "./on-main.ts";

/** Steps of main that are searched for a merge: a second or two. */
const MOST_MERGED_STEPS = 50_000;

/** A repository that has a main. */
export interface MainView {
  readonly repository: BareRepository;
  readonly onMain: OnMain;
}

/**
 * The commit and its first parents down to one that is on main, oldest first; null when there are more than `most`, or
 * they never meet main. @throws mirror.missing-object, mirror.corrupt
 */
export function stepsTo(view: MainView, head: Oid, most: number): readonly Oid[] | null {
  const painting = paint(view, head);
  if (painting.isCommon(head)) return [];
  const chain: Oid[] = [];
  for (const oid of chainDownToMain(view, head, painting)) if (chain.push(oid) > most) break;
  const isOnMain = (at: number): boolean => painting.isCommon(chain[at] as Oid) || view.onMain.has(chain[at] as Oid);
  if (!isOnMain(chain.length - 1)) return null;
  return chain.slice(0, firstToHold(chain.length - 1, isOnMain)).reverse();
}

/** Whether `commit` is `head` or below it by first parents, as far as main lacks them. @throws mirror.missing-object */
export function isStepOf(view: MainView, commit: Oid, head: Oid): boolean {
  for (const oid of chainDownToMain(view, head, paint(view, head))) if (oid === commit) return !view.onMain.has(commit);
  return false;
}

/** The step of main that has the commit as a parent beside the one before it; null: none of the newest has. */
export function mergeOf({ repository }: MainView, commit: Oid): Oid | null {
  const head = repository.head();
  if (head === null) return null;
  let searched = 0;
  for (const { oid, parents } of firstParentChain(repository.objects, head)) {
    if (parents.indexOf(commit) > 0) return oid;
    if (++searched >= MOST_MERGED_STEPS) return null;
  }
  return null;
}

function paint({ repository }: MainView, head: Oid): Painting {
  return new Painting(repository.objects, { ours: repository.head(), theirs: head }).finish();
}

/** First parents down to one that main has, which comes last. Where clocks are wrong it may go on below that. */
function* chainDownToMain({ repository }: MainView, head: Oid, painting: Painting): Generator<Oid> {
  for (const { oid } of firstParentChain(repository.objects, head)) {
    yield oid;
    if (painting.isCommon(oid)) return;
  }
}

/**
 * The first number that passes, where all after it pass too, up to `last` that does; number 0 does not. The one before
 * the last is asked first: nearly always it does not.
 */
function firstToHold(last: number, passes: (at: number) => boolean): number {
  let [failing, passing] = [0, last];
  for (let at = last - 1; passing - failing > 1; at = (failing + passing) >>> 1) {
    if (passes(at)) passing = at;
    else failing = at;
  }
  return passing;
}
