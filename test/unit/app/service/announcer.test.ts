import { expect, test } from "bun:test";
import type { PromotionStatus } from "../../../../src/api/contract/promotion.ts";
import type { Status } from "../../../../src/api/contract/status.ts";
import { Announcer } from "../../../../src/app/service/announcer.ts";
import { EventBus } from "../../../../src/app/service/event-bus.ts";
import type { StatusBoard } from "../../../../src/app/service/status-board.ts";
import type { Oid } from "../../../../src/domain/ids.ts";
import { CollectingLog } from "../../../support/moneyworks-fakes.ts";

const ACCEPTED: Omit<PromotionStatus, "commit"> = {
  branch: "changes",
  outcome: "accepted",
  at: "2026-11-30T08:00:00.000Z",
  main: null,
  reasons: [],
  noted: true,
};

test("every commit of a turn is told, however many there were; one that is not known costs nobody anything", () => {
  const bus = new EventBus({ epoch: "e", status: () => ({}) as Status });
  const told: string[] = [];
  bus.subscribe(null, (event) => {
    if (event.event === "promotion") told.push(event.data.commit);
    return true;
  });
  const log = new CollectingLog();
  const announcer = new Announcer({
    bus,
    board: {} as StatusBoard,
    reading: { run: () => null, changes: () => ({ changes: [], since: "e.0", before: null, more: false }) },
    promotion: (commit) => (commit.startsWith("f") ? null : { ...ACCEPTED, commit }),
    clock: { monotonic: () => 0 },
    log,
    onStatus: () => {},
  });
  const commits = Array.from({ length: 60 }, (_, nth) => String(nth).padStart(40, "0") as Oid);
  for (const commit of [...commits, "f".repeat(40) as Oid]) announcer.promoted(commit);
  expect(told).toEqual(commits);
  expect(log.entries).toEqual([]);
});
