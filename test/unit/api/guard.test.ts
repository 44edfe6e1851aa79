import { describe, expect, test } from "bun:test";
import { isLocal, isLoopback } from "../../../src/api/security/guard.ts";
import { RateLimit } from "../../../src/api/security/rate-limit.ts";
import { bearerOf } from "../../../src/api/security/tokens.ts";

describe("an address", () => {
  test.each([
    ["127.0.0.1", true],
    ["127.8.9.10", true],
    ["localhost", true],
    ["::1", true],
    ["::ffff:127.0.0.1", true],
    ["::ffff:192.0.2.7", false],
    ["192.0.2.7", false],
    ["0.0.0.0", false],
    ["::", false],
    ["127.0.0.1.evil.example", false],
    ["localhost.evil.example", false],
    ["1127.0.0.1", false],
    ["", false],
  ])("%s is this host's own: %p", (address, expected) => expect(isLoopback(address)).toBe(expected));

  test("is no reason for trust once a proxy put its name to the request", () => {
    const request = (headers: Readonly<Record<string, string>>) => new Request("http://localhost/", { headers });
    expect(isLocal(request({}), "127.0.0.1")).toBe(true);
    expect(isLocal(request({ Forwarded: "for=192.0.2.7" }), "127.0.0.1")).toBe(false);
    expect(isLocal(request({ "X-Forwarded-For": "" }), "127.0.0.1")).toBe(false);
    expect(isLocal(request({}), "192.0.2.7")).toBe(false);
  });
});

describe("a rate", () => {
  test("lets a burst through, then as many as fill up again", () => {
    const limit = new RateLimit({ perSecond: 2, burst: 3 });
    const take = (now: number) => limit.take("192.0.2.7", now);
    expect([take(0), take(0), take(0), take(0)]).toEqual([0, 0, 0, 1]);
    expect([take(499), take(500), take(500)]).toEqual([1, 0, 1]);
    expect([take(60_000), take(60_000), take(60_000), take(60_000)]).toEqual([0, 0, 0, 1]);
  });

  test("tells how long to wait", () => {
    const limit = new RateLimit({ perSecond: 0.2, burst: 1 });
    expect([limit.take("a", 0), limit.take("a", 0), limit.take("a", 4_000), limit.take("a", 5_000)]).toEqual([
      0, 5, 1, 0,
    ]);
  });

  test("is each address's own", () => {
    const limit = new RateLimit({ perSecond: 1, burst: 1 });
    const takes = [
      "192.0.2.7",
      "192.0.2.8",
      "::ffff:192.0.2.9",
      "2001:db8:1:2::1",
      "2001:db8:1:3::1",
      "::1",
      "fe80::1",
    ];
    expect(takes.map((address) => limit.take(address, 0))).toEqual(takes.map(() => 0));
  });

  test("but an IPv6 network of one customer is one", () => {
    const limit = new RateLimit({ perSecond: 1, burst: 1 });
    const takes = ["2001:db8:1:2::1", "2001:db8:1:2:a:b:c:d", "2001:db8:1:2::"];
    expect(takes.map((address) => limit.take(address, 0))).toEqual([0, 1, 1]);
  });

  test("is not undone by a clock that is set back", () => {
    const limit = new RateLimit({ perSecond: 1, burst: 1 });
    expect([limit.take("a", 100_000), limit.take("a", 0), limit.take("a", 1_000)]).toEqual([0, 1, 0]);
  });

  test("remembers no more addresses than it has to", () => {
    const limit = new RateLimit({ perSecond: 1, burst: 1 });
    for (let at = 0; at < 50_000; at++) limit.take(`10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`, at);
    expect(limit.peers).toBeLessThanOrEqual(10_000);
  });
});

describe("Authorization", () => {
  test.each([
    ["Bearer abc", "abc"],
    ["bearer  abc==", "abc=="],
    ["Bearer a b", null],
    ["Bearer", null],
    ["Basic abc", null],
    ["Bearer a,b", null],
    [null, null],
  ])("%p holds the token %p", (header, token) => expect(bearerOf(header)).toBe(token));
});
