import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { generateKey } from "../../../scripts/release/keygen.ts";
import { type Made, makeRelease } from "../../../scripts/release/make-release.ts";
import { loadPublicKeys, loadSigner } from "../../../scripts/release/signing.ts";
import { buildElsewhere } from "../../../scripts/release/verify-reproducible.ts";
import { artefactName, hostTarget, parseSums } from "../../../src/app/release/contents.ts";
import { parseKeys, verifySums } from "../../../src/app/release/keys.ts";
import { currentMachine } from "../../../src/platform/machine.ts";
import { runTool } from "../../support/release-key.ts";
import { ReleaseProject } from "../../support/release-project.ts";
import { spdxFaults } from "../../support/spdx.ts";

const TARGET = hostTarget(currentMachine()) ?? "linux-x64";
const PROGRAM = artefactName({ version: "0.1.0", target: TARGET });
let project: ReleaseProject;
let key: string;
let made: Made;
const said: string[] = [];

const make = (out: string, signed: boolean) =>
  makeRelease({
    root: project.root,
    out: project.beside(out),
    targets: [TARGET],
    signer: signed ? loadSigner(key) : null,
    trust: loadPublicKeys(`${key}.next.pub`),
    pack: false,
    say: (line) => said.push(line),
  });
const file = (name: string) => readFileSync(project.beside(join("release", name)));
const text = (name: string) => file(name).toString();

beforeAll(async () => {
  project = new ReleaseProject();
  key = project.beside("release.pem");
  generateKey(key);
  generateKey(`${key}.next`);
  made = await make("release", true);
});
afterAll(() => project[Symbol.dispose]());

test("a release holds these files, each with its sum as sha256sum reckons it", () => {
  const names = [PROGRAM, "tidemark-0.1.0.spdx.json", "LICENCES.txt", "install.sh", "install.ps1"];
  expect([...parseSums(text("SHA256SUMS")).keys()]).toEqual(names);
  const files = readdirSync(project.beside("release"));
  expect(files.toSorted()).toEqual([...names, "SHA256SUMS", "SHA256SUMS.sig", "SHA256SUMS.sshsig"].toSorted());
  runTool(["sh", "-c", 'cd "$1" && sha256sum --check --strict --quiet SHA256SUMS', "-", project.beside("release")]);
  expect(statSync(project.beside(join("release", PROGRAM))).mode & 0o777).toBe(0o755);
});

test("it is signed, and program and installers trust signer and successor", () => {
  const lines = [key, `${key}.next`].map((path) => loadSigner(path).key.line);
  const keys = parseKeys(lines.join("\n"));
  expect(verifySums({ sums: file("SHA256SUMS"), signature: file("SHA256SUMS.sig"), keys })).toBe(keys[0] as never);
  expect(text("install.sh")).toBe(`keys='${lines.join("\n")}'\n`);
  expect(text("install.ps1")).toBe(`@'\n${lines.join("\n")}\n'@\n`);
  const program = project.beside(join("release", PROGRAM));
  const { commit, keys: fingerprints } = JSON.parse(new TextDecoder().decode(runTool([program, "version"])));
  expect(commit).toMatch(/^[0-9a-f]{12}$/);
  expect(fingerprints).toEqual(keys.map(({ fingerprint }) => fingerprint));
});

test("the private key is in no file of it", () => {
  const secret = readFileSync(key, "utf8").split("\n")[1] ?? "";
  expect(secret).toHaveLength(64);
  const raw = Buffer.from(secret, "base64").subarray(-32);
  for (const name of readdirSync(project.beside("release"))) {
    expect([name, file(name).includes(raw), file(name).includes(secret)]).toEqual([name, false, false]);
  }
});

test("licences and the list in SPDX name the package that is in it, and Bun with what it brings", () => {
  for (const part of ["cookie 1.1.1", "Roman Shtylman", "JavaScriptCore", "GNU LESSER GENERAL PUBLIC LICENSE"])
    expect(text("LICENCES.txt")).toContain(part);
  const document = JSON.parse(text("tidemark-0.1.0.spdx.json"));
  expect(spdxFaults(document)).toEqual([]);
  const [, cookie] = document.packages;
  expect(cookie).toMatchObject({
    name: "cookie",
    checksums: [{ algorithm: "SHA512", checksumValue: "05".repeat(64) }],
  });
});

test("made again, and built in another directory, it is the same to the byte", async () => {
  await make("again", true);
  for (const name of readdirSync(project.beside("release")))
    expect([name, file(name).equals(readFileSync(project.beside(join("again", name))))]).toEqual([name, true]);
  expect(await buildElsewhere(made, [TARGET])).toEqual(new Map([[PROGRAM, made.sums.get(PROGRAM) ?? ""]]));
});

test("changes beside the commit are not signed, and what was there stays", async () => {
  project.write("README.md", "changed\n");
  const before = text("SHA256SUMS");
  await expect(make("release", true)).rejects.toThrow("Commit them first");
  expect(text("SHA256SUMS")).toBe(before);
  expect(existsSync(project.beside("release.new"))).toBeFalse();
});

test("an installer without a place for the keys stops the release", async () => {
  project.write("install.sh", "keys=''\n");
  await expect(make("broken", false)).rejects.toThrow("install.sh has to have @TIDEMARK_KEYS@ once");
  expect(existsSync(project.beside("broken"))).toBeFalse();
});
