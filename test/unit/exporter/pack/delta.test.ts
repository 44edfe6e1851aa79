import { describe, expect, test } from "bun:test";
import { applyDelta } from "../../../../src/exporter/pack/delta.ts";

const base = new TextEncoder().encode("0123456789");

function apply(bytes: readonly number[]): string | null {
  const result = applyDelta(base, Uint8Array.from(bytes));
  return result === null ? null : new TextDecoder().decode(result);
}

describe("applyDelta", () => {
  test("copies from the base and inserts", () => {
    expect(apply([10, 7, 0x91, 2, 3, 2, 0x78, 0x79, 0x90, 2])).toBe("234xy01");
  });

  test("takes a copy without a length for 65,536 bytes", () => {
    const large = new Uint8Array(70_000).fill(65);
    const result = applyDelta(large, Uint8Array.from([0xf0, 0xa2, 0x04, 0x80, 0x80, 0x04, 0x80]));
    expect(result?.length).toBe(65_536);
  });

  const broken: Record<string, number[]> = {
    "another base's size": [9, 1, 1, 0x78],
    "a copy beyond the base": [10, 5, 0x91, 8, 5],
    "more than it announced": [10, 1, 2, 0x78, 0x79],
    "less than it announced": [10, 3, 1, 0x78],
    "an insertion that is cut short": [10, 3, 3, 0x78],
    "the reserved instruction 0": [10, 1, 0, 0x78],
  };
  for (const [name, bytes] of Object.entries(broken)) test(`refuses ${name}`, () => expect(apply(bytes)).toBeNull());
});
