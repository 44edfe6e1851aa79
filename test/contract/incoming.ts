import { afterEach, beforeEach, describe } from "bun:test";
import type { IncomingWorld } from "../support/incoming-world.ts";
import { branchesContract } from "./incoming-branches.ts";
import { changesContract } from "./incoming-changes.ts";
import { crossedContract } from "./incoming-crossed.ts";
import { mergeContract } from "./incoming-merge.ts";
import { notesContract } from "./incoming-notes.ts";

/** The world of the test that runs. */
export interface IncomingSubject {
  readonly world: IncomingWorld;
}

/** What every implementation of the port `Incoming` promises, with git itself as the authors. */
export function incomingContract(name: string, create: () => IncomingWorld): void {
  describe(name, () => {
    let world: IncomingWorld;
    beforeEach(async () => {
      world = await create().begin();
    });
    afterEach(() => world[Symbol.dispose]());
    const subject: IncomingSubject = {
      get world() {
        return world;
      },
    };
    branchesContract(subject);
    changesContract(subject);
    crossedContract(subject);
    mergeContract(subject);
    notesContract(subject);
  });
}
