import { describe, expect, test } from "bun:test";
import { derivedUuid, deriveKey, worldFingerprint } from "../../../../anonymizer/values/keys.ts";
import { pairCycle } from "../../../../anonymizer/values/permutation.ts";
import { Recent } from "../../../../anonymizer/values/recent.ts";
import { SipHash } from "../../../../anonymizer/values/siphash.ts";
import { Stream } from "../../../../anonymizer/values/stream.ts";
import { errorOf } from "../../../support/errors.ts";
import { SECRET } from "../../../support/pseudonyms.ts";

describe("keys", () => {
  test("are HMAC-SHA256 of the domain (RFC 4231, test case 2 with a key of 16 bytes or more)", () => {
    const key = new Uint8Array(20).fill(0x0b);
    expect(Buffer.from(deriveKey(key, "Hi There")).toString("hex")).toBe(
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    );
  });

  test("of a secret that can be guessed there are none", () => {
    const { code, message } = errorOf(() => deriveKey(new TextEncoder().encode("fifteen bytes!!"), "code"));
    expect([code, message]).toEqual(["anonymize.secret-short", "The secret has 15 bytes; 16 are the fewest."]);
  });

  test("tell worlds apart without telling the secret", () => {
    const other = new TextEncoder().encode("another secret for the tests");
    expect(worldFingerprint(SECRET)).toMatch(/^[0-9a-f]{8}$/);
    expect(worldFingerprint(other)).not.toBe(worldFingerprint(SECRET));
    expect(derivedUuid(SECRET)).toMatch(/^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
    expect(derivedUuid(other)).not.toBe(derivedUuid(SECRET));
  });
});

test("SipHash-2-4 gives what its authors published (vectors_sip64, 7 bytes)", () => {
  const hash = new SipHash(Uint8Array.from({ length: 16 }, (_, i) => i));
  hash.hash(0x050403020100, 6);
  expect([(hash.high >>> 0).toString(16), (hash.low >>> 0).toString(16)]).toEqual(["ab0200f5", "8b01d137"]);
});

describe("a cycle of pairs", () => {
  const key = new Uint8Array(32).fill(7);

  /** How many steps lead back to where they began. */
  function lengthOf(a: number, b: number): number {
    const cycle = pairCycle(key, a, b);
    cycle.step(0, 0);
    let steps = 1;
    while (cycle.left !== 0 || cycle.right !== 0) {
      cycle.step(cycle.left, cycle.right);
      steps++;
    }
    return steps;
  }

  test.each([
    [1, 1],
    [1, 10],
    [10, 26],
    [26, 1000],
  ])("goes through all of %i × %i, which are shuffled", (a, b) => {
    expect(lengthOf(a, b)).toBe(a * b);
  });

  test("goes through all of 173 × 191, which a network permutes", () => {
    expect(lengthOf(173, 191)).toBe(173 * 191);
  });

  test("stays inside the largest domain", () => {
    const most = 128 ** 6;
    const cycle = pairCycle(key, most, most);
    for (let i = 0; i < 500; i++) {
      cycle.step(cycle.left, most - 1 - cycle.right);
      for (const half of [cycle.left, cycle.right]) {
        expect(Number.isInteger(half) && half >= 0 && half < most).toBe(true);
      }
    }
  });

  test("is another one for another key", () => {
    const [one, other] = [pairCycle(key, 1000, 1000), pairCycle(new Uint8Array(32).fill(8), 1000, 1000)];
    one.step(5, 5);
    other.step(5, 5);
    expect([one.left, one.right]).not.toEqual([other.left, other.right]);
  });
});

test("a stream is spread evenly, and the same for the same key", () => {
  const stream = new Stream();
  const draw = () => {
    stream.start(new Uint8Array(32).fill(3));
    return Array.from({ length: 4000 }, () => stream.below(10));
  };
  const first = draw();
  expect(draw()).toEqual(first);
  const counts = Array.from({ length: 10 }, (_, digit) => first.filter((drawn) => drawn === digit).length);
  for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(90);
});

test("what is remembered is bounded, and what is asked for again stays", () => {
  const recent = new Recent<number, number>(10);
  const made: number[] = [];
  const get = (key: number) =>
    recent.get(key, () => {
      made.push(key);
      return key * 2;
    });
  for (let i = 0; i < 100; i++) {
    expect(get(i)).toBe(i * 2);
    expect(get(0)).toBe(0);
  }
  expect(made.filter((key) => key === 0)).toEqual([0]);
  expect(get(50)).toBe(100);
  expect(made.filter((key) => key === 50)).toEqual([50, 50]);
});
