import type { CheckReport } from "../../src/domain/check.ts";
import type { RecordKey } from "../../src/domain/ids.ts";
import { MODTIME, NAME } from "./staging-builders.ts";

/** What a check found: one name of three differs in two fields. */
export const CHECK_REPORT: CheckReport = {
  outcome: "different",
  tables: [{ table: NAME, read: 3, equal: 2, added: 0, changed: 1, deleted: 0, changedMeanwhile: 0, quarantined: 0 }],
  differences: 1,
  first: [
    {
      table: NAME,
      key: "Ä 😀" as RecordKey,
      operation: "changed",
      seq: 7,
      modtime: MODTIME,
      fields: [
        { field: "email", main: null, moneyworks: "a@b.example" },
        { field: "phone", main: "1", moneyworks: null },
      ],
      sinceLastPoll: false,
    },
  ],
  omitted: 0,
  at: MODTIME,
};
