import { afterEach, beforeEach, describe } from "bun:test";
import type { Staging } from "../../src/domain/ports/staging.ts";
import { RUN } from "../support/staging-builders.ts";
import { activityContract } from "./staging-activity.ts";
import { changePageContract } from "./staging-change-pages.ts";
import { clockContract } from "./staging-clock.ts";
import { commitContract } from "./staging-commits.ts";
import { fieldsContract } from "./staging-fields.ts";
import { importContract } from "./staging-imports.ts";
import { changeLogContract } from "./staging-log.ts";
import type { StagingPlace, StagingUnderTest } from "./staging-place.ts";
import { promotionContract } from "./staging-promotions.ts";
import { quarantineContract } from "./staging-quarantine.ts";
import { recordContract } from "./staging-records.ts";
import { runsContract } from "./staging-runs.ts";
import { searchContract } from "./staging-search.ts";
import { seedContract } from "./staging-seed.ts";
import { stateContract } from "./staging-state.ts";
import { upkeepContract } from "./staging-upkeep.ts";

/** Every promise of the Staging port, for whatever implements it on a place that survives a restart. */
export function stagingContract(name: string, create: () => StagingPlace): void {
  describe(name, () => {
    let place: StagingPlace;
    let staging: Staging;
    beforeEach(() => {
      place = create();
      staging = place.open();
      staging.startRun(RUN, "poll", 1_699_999_999_000);
    });
    afterEach(() => {
      staging.close();
      place.remove();
    });
    const current: StagingUnderTest = {
      get staging() {
        return staging;
      },
      reopen() {
        staging.close();
        staging = place.open();
        return staging;
      },
    };
    recordContract(current);
    commitContract(current);
    seedContract(current);
    changeLogContract(current);
    stateContract(current);
    fieldsContract(current);
    clockContract(current);
    quarantineContract(current);
    promotionContract(current);
    importContract(current);
    runsContract(current);
    changePageContract(current);
    searchContract(current);
    activityContract(current);
    upkeepContract(current);
  });
}
