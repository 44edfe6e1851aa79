import { describe, expect, test } from "bun:test";
import { measuredLine, requireSmall, startTime } from "../../../scripts/release/measure.ts";
import { hostTarget, TARGETS } from "../../../src/app/release/contents.ts";
import { currentMachine } from "../../../src/platform/machine.ts";

const SMALL = { target: "linux-x64", bytes: 112_100_000, packed: 39_400_000, start: 61.2, baseline: true } as const;

test("a line tells sizes, start and that no AVX2 is needed", () => {
  expect(measuredLine(SMALL).split(/ {2,}/)).toEqual(["linux-x64", "112.1", "39.4", "61", "no AVX2 needed"]);
  const foreign = measuredLine({ target: "linux-arm64", bytes: 1, packed: null, start: null, baseline: null });
  expect(foreign.split(/ {2,}/)).toEqual(["linux-arm64", "0.0", "–", "not here"]);
});

describe("requireSmall", () => {
  test.each([
    ["a large program", { bytes: 116_000_000 }, "116000000 bytes, and the limit is 116000000"],
    ["one that does not pack well", { packed: 46_000_000 }, "as .tar.xz"],
    ["a large one for Windows", { target: "windows-x64", bytes: 122_000_000 }, "windows-x64 has 122000000 bytes"],
  ] as const)("refuses %s", (_, change, said) => expect(() => requireSmall({ ...SMALL, ...change })).toThrow(said));

  test.each([SMALL, { ...SMALL, packed: null }, { ...SMALL, target: "windows-x64", bytes: 119_000_000 } as const])(
    "passes %j",
    (measured) => requireSmall(measured),
  );
});

describe("startTime", () => {
  test("a program for another machine is not started", () => {
    const other = TARGETS.find((target) => target !== hostTarget(currentMachine()));
    expect(startTime("/nonexistent/program", { target: other })).toBeNull();
  });

  test("a program that does not say what it is stops the release", () => {
    const expected = { version: "0.1.0", target: hostTarget(currentMachine()) };
    expect(() => startTime("/bin/true", expected)).toThrow("says version undefined, and it is 0.1.0");
  });
});
