import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Narrowing } from "../../../../src/sync/quarantine/narrowing.ts";

/** Reads `count` records of which `bad` cannot be read; the questions as `from+size`, and what was gone past. */
function read(chunk: number, count: number, bad: ReadonlySet<number>): { questions: number; passed: number[] } {
  const narrowing = new Narrowing(chunk);
  const passed: number[] = [];
  let questions = 0;
  for (let at = 0; at < count; ) {
    const size = narrowing.next();
    questions += 1;
    const asked = Array.from({ length: Math.min(size, count - at) }, (_, index) => at + index);
    if (!asked.some((record) => bad.has(record))) {
      narrowing.read(asked.length);
      at += asked.length;
    } else if (narrowing.failed()) {
      passed.push(at);
      narrowing.passed();
      at += 1;
    }
  }
  return { questions, passed };
}

describe("narrowing a page down", () => {
  test("asks for whole pages while nothing fails", () => {
    expect(read(100, 1000, new Set())).toEqual({ questions: 10, passed: [] });
  });

  test("finds exactly the bad records, within the documented number of questions", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 1500 }),
        fc.uniqueArray(fc.nat(1499), { maxLength: 20 }),
        (chunk, count, some) => {
          const bad = some.filter((record) => record < count).sort((a, b) => a - b);
          const { questions, passed } = read(chunk, count, new Set(bad));
          expect(passed).toEqual(bad);
          // Per bad record: the page, its halves down to one, and the part of a page behind it.
          const perBad = Math.ceil(Math.log2(chunk)) + 3;
          const pages = Math.ceil(count / chunk);
          expect(questions).toBeLessThanOrEqual(pages + bad.length * (2 * perBad));
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([1, 2, 16, 100, 1000])("one bad record in a page of %d costs at most log2 + 2 questions", (chunk) => {
    const most = Math.ceil(Math.log2(chunk)) + 2;
    for (let bad = 0; bad < chunk; bad++) {
      const narrowing = new Narrowing(chunk);
      let questions = 0;
      for (let at = 0; ; ) {
        const size = narrowing.next();
        questions += 1;
        if (bad >= at && bad < at + size) {
          if (narrowing.failed()) break;
        } else {
          narrowing.read(size);
          at += size;
        }
      }
      expect(questions).toBeLessThanOrEqual(most);
    }
  });

  test("is careful from the first failure until a whole page was read", () => {
    const narrowing = new Narrowing(4);
    narrowing.next();
    narrowing.read(4);
    expect(narrowing.careful).toBe(false);
    narrowing.next();
    narrowing.failed();
    expect(narrowing.next()).toBe(2);
    narrowing.read(2);
    expect(narrowing.careful).toBe(true);
    narrowing.passed();
    expect(narrowing.next()).toBe(4);
    narrowing.read(4);
    expect(narrowing.careful).toBe(false);
  });
});
