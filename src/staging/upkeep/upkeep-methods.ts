import type { Forgotten, KeptSince, StagedUpkeep } from "../../domain/ports/staging-upkeep.ts";
import type { Connection } from "../connection.ts";
import { PromotionMethods } from "../promotion-methods.ts";
import type { Tables } from "../tables.ts";
import { returnPages, rewrite, settleDown, spaceOf } from "./space.ts";

type Steps = Generator<void, number, void>;

/** The part of the port that lets go of what is old; `SqliteStaging` goes on from it with the rest. */
export class UpkeepMethods extends PromotionMethods implements StagedUpkeep {
  readonly #connection: Connection;

  constructor(connection: Connection, tables: Tables) {
    super(connection, tables);
    this.#connection = connection;
  }

  /** In this order: lines name commits and runs, commits and promotions name runs. */
  *forget(since: KeptSince): Generator<void, Forgotten, void> {
    const { changes: logged, promotions: decided, runs: ran } = since;
    const changes = logged === null ? 0 : yield* this.#steps(({ old }) => old.changes.remove(logged));
    const commits = logged === null ? 0 : yield* this.#steps(({ old }) => old.commits.remove(logged));
    const promotions = decided === null ? 0 : yield* this.#steps(({ old }) => old.promotions.shorten(decided));
    if (ran !== null) this.write(({ old }) => old.clock.remove(ran));
    const runs = yield* this.#forgetRuns(since);
    return { runs, changes, commits, promotions };
  }

  space() {
    return spaceOf(this.#connection);
  }

  returnSpace(free: number) {
    return returnPages(this.#connection, free);
  }

  rewrite() {
    rewrite(this.#connection);
  }

  settleDown() {
    settleDown(this.#connection);
  }

  /** Until a step removes nothing. */
  *#steps(step: (tables: Tables) => number): Steps {
    let total = 0;
    for (let removed = -1; removed !== 0; ) {
      removed = this.write(step);
      total += removed;
      yield;
    }
    return total;
  }

  *#forgetRuns(since: KeptSince): Steps {
    const newest = this.write(({ old }) => old.runs.newest());
    let total = 0;
    for (let after: number | null = 0; after !== null; ) {
      const from: number = after;
      const { last, removed } = this.write(({ old }) => old.runs.remove(from, since, newest));
      total += removed;
      after = last;
      yield;
    }
    return total;
  }
}
