import { expect, test } from "bun:test";
import { createDecipheriv, scryptSync } from "node:crypto";
import { parseSealedText, type SealedText } from "../../../src/domain/sealed-text.ts";
import { openText, sealText } from "../../../src/platform/sealed.ts";

const PASSPHRASE = "correct horse battery staple";
/** Quick to guess, for tests that are about something else. */
const CHEAP = { n: 2 ** 10, r: 8, p: 1 };
const TEXT = 'remote.token = "ghp_é"\n';

function read(sealed: SealedText): SealedText {
  const parsed = parseSealedText(JSON.stringify(sealed, null, 2));
  if (parsed === null) throw new Error("it was not read back");
  return parsed;
}

test("a sealed text opens with its passphrase, however that is typed, and with no other", () => {
  const sealed = read(sealText(TEXT, "caf\u00e9 caf\u00e9 caf\u00e9", CHEAP));
  expect(JSON.stringify(sealed)).not.toContain("ghp_");
  expect(openText(sealed, "cafe\u0301 cafe\u0301 cafe\u0301")).toBe(TEXT);
  expect(openText(sealed, "cafe cafe cafe")).toBeNull();
  expect(openText(sealed, "")).toBeNull();
});

test("two seals of one text have nothing in common", () => {
  const [one, other] = [sealText(TEXT, PASSPHRASE, CHEAP), sealText(TEXT, PASSPHRASE, CHEAP)];
  expect([one.nonce === other.nonce, one.kdf.salt === other.kdf.salt, one.data === other.data]).toEqual([
    false,
    false,
    false,
  ]);
});

test("it opens as the manual says", () => {
  const { kdf, nonce, tag, data } = sealText(TEXT, PASSPHRASE);
  const bytes = (text: string) => Buffer.from(text, "base64");
  const key = scryptSync(PASSPHRASE, bytes(kdf.salt), 32, { N: kdf.n, r: kdf.r, p: kdf.p, maxmem: 2 ** 29 });
  const decipher = createDecipheriv("aes-256-gcm", key, bytes(nonce));
  decipher.setAAD(Buffer.from(JSON.stringify(kdf)));
  decipher.setAuthTag(bytes(tag));
  expect(Buffer.concat([decipher.update(bytes(data)), decipher.final()]).toString()).toBe(TEXT);
});

test("what was changed does not open", () => {
  const sealed = sealText(TEXT, PASSPHRASE, CHEAP);
  const flipped = (text: string) => {
    const bytes = Buffer.from(text, "base64");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    return bytes.toString("base64");
  };
  const { kdf, nonce, tag, data } = sealed;
  const others = [
    { ...sealed, nonce: flipped(nonce) },
    { ...sealed, tag: flipped(tag) },
    { ...sealed, tag: Buffer.from(tag, "base64").subarray(0, 4).toString("base64") },
    { ...sealed, data: flipped(data) },
    { ...sealed, kdf: { ...kdf, salt: flipped(kdf.salt) } },
    { ...sealed, kdf: { ...kdf, p: 2 } },
  ];
  for (const other of others) expect(openText(other, PASSPHRASE)).toBeNull();
});

test("a key that would cost all of the memory is not made", () => {
  const { kdf, ...rest } = sealText(TEXT, PASSPHRASE);
  const costs = [{ n: 2 ** 24 }, { r: 2 ** 20 }, { p: 1000 }, { n: 3 }, { n: 0 }, { n: 1.5 }, { name: "none" }];
  for (const cost of costs) expect(parseSealedText(JSON.stringify({ ...rest, kdf: { ...kdf, ...cost } }))).toBeNull();
  for (const text of ["", "[]", "{}", "null"]) expect(parseSealedText(text)).toBeNull();
});
