import { expect, test } from "bun:test";
import { Reminders } from "../../../src/promoter/reminders.ts";

/** Reminders at minutes of the test's choice. */
function reminding() {
  let minutes = 5;
  const reminders = new Reminders({ monotonic: () => minutes * 60_000 });
  return {
    reminders,
    at: (now: number) => {
      minutes = now;
      return reminders;
    },
  };
}

test("a trouble that lasts is a warning at once, and then once an hour", () => {
  const { at } = reminding();
  const levels = [0, 10, 59, 60, 70, 119, 120].map((minute) => at(minute).level("notes", "remote.rejected"));
  expect(levels).toEqual(["warn", "debug", "debug", "warn", "debug", "debug", "warn"]);
});

test("another trouble, or one that was over, is told at once", () => {
  const { reminders } = reminding();
  expect(reminders.level("notes", "remote.rejected")).toBe("warn");
  expect(reminders.level("branches", "remote.rejected")).toBe("warn");
  expect(reminders.level("notes", "promote.bad-notes")).toBe("warn");
  expect(reminders.level("notes", "promote.bad-notes")).toBe("debug");
  reminders.settle("notes");
  expect(reminders.level("notes", "promote.bad-notes")).toBe("warn");
  expect(reminders.level("branches", "remote.rejected")).toBe("debug");
});
