import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCertificates } from "../../../src/app/certificates.ts";
import { createFiles } from "../../../src/platform/files.ts";
import { errorOf } from "../../support/errors.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

const read = (path: string | null) => readCertificates(path, "remote.ca", createFiles());

test("a PEM file is handed on as it is, no file is none", () => {
  using place = new TemporaryDirectory();
  const path = join(place.path, "ca.pem");
  const pem = "# ours\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  writeFileSync(path, pem);
  expect([read(path), read(null)]).toEqual([pem, undefined]);
});

test.each([
  ["a key", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n", "no certificate in PEM form"],
  ["nothing", "", "no certificate in PEM form"],
  ["no file", null, "ENOENT"],
])("%s is refused by the option's name", (_, content, reason) => {
  using place = new TemporaryDirectory();
  const path = join(place.path, "ca.pem");
  if (content !== null) writeFileSync(path, content);
  const error = errorOf(() => read(path));
  expect([error.code as string, error.exitCode]).toEqual(["config.bad-certificates", 2]);
  for (const part of [path, "remote.ca", reason]) expect(error.message).toContain(part);
});
