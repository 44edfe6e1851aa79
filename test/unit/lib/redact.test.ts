import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createRedactor, loginSecrets, maskLogin, maskUrl, REDACTED } from "../../../src/lib/redact.ts";

describe("a secret is found", () => {
  const secret = "S3cr&t /pä<ss";
  const redact = createRedactor([secret, "short"]);
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  test.each([
    ["as it is", secret],
    ["in another letter case", secret.toUpperCase()],
    ["inside JSON", JSON.stringify({ a: `x${secret}y` })],
    ["inside XML", "<p>S3cr&amp;t /pä&lt;ss</p>"],
    ["percent-encoded", `https://h/?p=${encodeURIComponent(secret)}`],
    ["percent-encoded in lower case", encodeURIComponent(secret).toLowerCase()],
    ["percent-encoded twice", encodeURIComponent(encodeURIComponent(secret))],
    ["as a form field", encodeURIComponent(secret).replaceAll("%20", "+")],
    ["as Basic credentials", `Basic ${base64(`u:Document:${secret}`)}`],
    ["as Basic credentials one byte later", `Basic ${base64(`us:Document:${secret}`)}`],
    ["as Basic credentials two bytes later", `Basic ${base64(`use:Document:${secret}`)}`],
    ["as base64url", Buffer.from(`>>>???${secret}`).toString("base64url")],
  ])("%s", (_, text) => {
    const clean = redact(text);
    expect(clean).toContain(REDACTED);
    expect(clean.toLowerCase()).not.toContain("s3cr");
    expect(clean).not.toContain(base64(secret).slice(3, 12));
  });
});

test("a longer secret goes whole, even when a shorter one is its part", () => {
  expect(createRedactor(["pass", "password"])("my password")).toBe(`my ${REDACTED}`);
});

test("a very short secret is replaced only where it stands alone", () => {
  expect(createRedactor(["ab"])("ab cab ab: about")).toBe(`${REDACTED} cab ${REDACTED}: about`);
});

test("empty secrets and no secrets change nothing", () => {
  expect(createRedactor(["", "  "])("a  b")).toBe("a  b");
  expect(createRedactor([])("a")).toBe("a");
});

test("no secret of four characters or more survives in Basic credentials, raw or percent-encoded", () => {
  const word = fc.string({ minLength: 4, maxLength: 20, unit: "grapheme-ascii" }).filter((s) => s.trim().length > 3);
  fc.assert(
    fc.property(word, fc.string({ maxLength: 5, unit: "grapheme-ascii" }), (secret, user) => {
      const redact = createRedactor([secret]);
      for (const text of [secret, encodeURIComponent(secret), Buffer.from(`${user}:${secret}`).toString("base64")]) {
        if (!redact(text).includes(REDACTED)) return false;
      }
      return true;
    }),
    { seed: 1, numRuns: 300 },
  );
});

test.each([
  ["https://bob:pw@host/x#main", `https://bob:${REDACTED}@host/x#main`],
  ["push to https://bob:p@w@host/x failed", `push to https://bob:${REDACTED}@host/x failed`],
  ["https://bob@host/x", "https://bob@host/x"],
  ["https://host:8443/a@b.git", "https://host:8443/a@b.git"],
  ["/srv/git/acme.git", "/srv/git/acme.git"],
])("%s is shown as %s", (url, shown) => expect(maskUrl(url)).toBe(shown));

describe("the password of a MoneyWorks URL", () => {
  test.each([
    ["http://bob:pw@h:6710/REST/Acme", `http://bob:${REDACTED}@h:6710/REST/Acme`, ["pw"]],
    ["http://h:6710/REST/bob:pw@Acme", `http://h:6710/REST/bob:${REDACTED}@Acme`, ["pw"]],
    ["http://h/bob:pw@Acme", `http://h/bob:${REDACTED}@Acme`, ["pw"]],
    ["http://h/REST/bob:Document:p%40w@Acme", `http://h/REST/bob:${REDACTED}@Acme`, ["p%40w", "p@w"]],
    ["http://bob:p/w#?@h/REST/Acme", `http://bob:${REDACTED}@h/REST/Acme`, ["p/w#?"]],
    ["http://bob:12/34@h/REST/Acme", `http://bob:${REDACTED}@h/REST/Acme`, ["12/34"]],
    ["http://bob:p@w@h/REST/Acme", `http://bob:${REDACTED}@h/REST/Acme`, ["p@w"]],
    ["bob:pw@h/REST/Acme", `bob:${REDACTED}@h/REST/Acme`, ["pw"]],
    ["http://bob:100%@h/REST/Acme", `http://bob:${REDACTED}@h/REST/Acme`, ["100%"]],
    ["http://bob:@h/REST/Acme", `http://bob:${REDACTED}@h/REST/Acme`, []],
    ["http://h:6710/REST/Acme", "http://h:6710/REST/Acme", []],
    ["http://bob@h/REST/Acme", "http://bob@h/REST/Acme", []],
  ] as [string, string, string[]][])("in %s", (url, shown, secrets) => {
    expect(maskLogin(url)).toBe(shown);
    expect(loginSecrets(url)).toEqual(secrets);
  });
});
