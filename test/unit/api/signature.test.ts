import { describe, expect, test } from "bun:test";
import { isGenuine, sign } from "../../../src/api/security/signature.ts";

const SECRET = "tide and time";
const BODY = new TextEncoder().encode('{"ref":"refs/heads/changes"}');
const RIGHT = sign(BODY, SECRET);
const WRONG = sign(BODY, "another");

const CASES: readonly (readonly [name: string, headers: Readonly<Record<string, string>>, isGenuine: boolean])[] = [
  ["GitHub's signature", { "x-hub-signature-256": `sha256=${RIGHT}` }, true],
  ["GitHub's signature in capitals", { "x-hub-signature-256": `sha256=${RIGHT.toUpperCase()}` }, true],
  ["GitHub's signature with another secret", { "x-hub-signature-256": `sha256=${WRONG}` }, false],
  ["GitHub's signature without its name", { "x-hub-signature-256": RIGHT }, false],
  ["GitHub's old SHA-1 signature", { "x-hub-signature": `sha1=${RIGHT.slice(0, 40)}` }, false],
  ["Gitea's signature", { "x-gitea-signature": RIGHT }, true],
  ["Forgejo's signature", { "x-forgejo-signature": RIGHT }, true],
  ["a wrong signature beside a right one", { "x-forgejo-signature": WRONG, "x-gitea-signature": RIGHT }, false],
  [
    "a wrong signature beside the right token",
    { "x-hub-signature-256": `sha256=${WRONG}`, "x-gitlab-token": SECRET },
    false,
  ],
  ["GitLab's token", { "x-gitlab-token": SECRET }, true],
  ["the beginning of GitLab's token", { "x-gitlab-token": SECRET.slice(0, -1) }, false],
  ["an empty token", { "x-gitlab-token": "" }, false],
  ["an empty signature", { "x-gitea-signature": "" }, false],
  ["nothing", {}, false],
];

describe("a delivery is genuine by", () => {
  for (const [name, headers, expected] of CASES) {
    test(`${name}: ${expected}`, () => {
      expect(isGenuine(BODY, (header) => headers[header] ?? null, SECRET)).toBe(expected);
    });
  }
});

test("a signature belongs to one body", () => {
  const other = new TextEncoder().encode('{"ref":"refs/heads/main"}');
  expect(isGenuine(other, (header) => (header === "x-gitea-signature" ? RIGHT : null), SECRET)).toBe(false);
});
