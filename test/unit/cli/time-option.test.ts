import { describe, expect, test } from "bun:test";
import { parseArguments } from "../../../src/cli/arguments.ts";
import { timeOption } from "../../../src/cli/time-option.ts";
import { errorOf } from "../../support/errors.ts";

const NOW = Date.UTC(2026, 2, 10, 12);
const time = (...words: string[]) =>
  timeOption(parseArguments(words, [{ name: "at", value: "TIME", help: "" }]), "at", NOW);

describe("a time", () => {
  test.each([
    ["2025-03-10", Date.UTC(2025, 2, 10)],
    ["2025-03-10T14:15:16Z", Date.UTC(2025, 2, 10, 14, 15, 16)],
    ["2025-03-10T14:15Z", Date.UTC(2025, 2, 10, 14, 15)],
    ["2025-03-10T14:15:16.250Z", Date.UTC(2025, 2, 10, 14, 15, 16, 250)],
    ["2025-03-10T14:15:16+13:00", Date.UTC(2025, 2, 10, 1, 15, 16)],
    ["2025-03-10T14:15:16", new Date(2025, 2, 10, 14, 15, 16).getTime()],
    ["90s", NOW - 90_000],
    ["15m", NOW - 900_000],
    ["3h", NOW - 10_800_000],
    ["2d", NOW - 172_800_000],
    ["0s", NOW],
  ])("%p", (text, at) => expect(time("--at", text)).toBe(at));

  test("that is not given is none", () => expect(time()).toBeUndefined());

  test.each([
    "",
    "yesterday",
    "10/03/2025",
    "2025-13-01",
    "2025-03-10T25:00:00Z",
    "3w",
    "3 h",
    "-3h",
    "20250310",
    "99999999999d",
  ])("%p is refused with what would be right", (text) => {
    const error = errorOf(() => time(`--at=${text}`));
    expect([error.code as string, error.exitCode]).toEqual(["usage.bad-value", 2]);
    expect(error.hint).toContain("2025-03-10T14:15:00Z");
  });
});
