import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generateKey } from "../../../scripts/release/keygen.ts";
import { loadPublicKeys, loadSigner, sshSignature } from "../../../scripts/release/signing.ts";
import { verifySums } from "../../../src/app/release/keys.ts";
import { runTool } from "../../support/release-key.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";
import { describeWithTool } from "../../support/tools.ts";

const SUMS = new TextEncoder().encode(`${"a".repeat(64)}  tidemark-0.1.0-linux-x64\n`);
let place: TemporaryDirectory;
let file: string;

beforeAll(() => {
  place = new TemporaryDirectory();
  // A directory for it is made, closed to others.
  file = join(place.path, "keys", "release.pem");
  generateKey(file);
});
afterAll(() => place[Symbol.dispose]());

function written(name: string, content: string | Uint8Array, mode = 0o600): string {
  const path = join(place.path, name);
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
  return path;
}

describe("keygen", () => {
  test("the private key is for its owner alone", () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(readFileSync(file, "utf8")).toStartWith("-----BEGIN PRIVATE KEY-----\n");
  });

  test.each(["taken", "taken.pub"])("nothing is overwritten: %s", (name) => {
    const path = written(name, "precious");
    expect(() => generateKey(join(place.path, "taken"))).toThrow(`${path} exists`);
    expect(readFileSync(path, "utf8")).toBe("precious");
    runTool(["rm", path]);
  });

  test("the public key beside it is the private one's", () => {
    expect(loadPublicKeys(`${file}.pub`)).toEqual([loadSigner(file).key]);
  });
});

describeWithTool("openssl", "with openssl", () => {
  test("it reads the key, and verifies the signature as an installer does", () => {
    const sums = written("SHA256SUMS", SUMS);
    const signature = written("SHA256SUMS.sig", loadSigner(file).sign(SUMS));
    const key = written("public.pem", runTool(["openssl", "pkey", "-in", file, "-pubout"]));
    const verify = [
      "openssl",
      "pkeyutl",
      "-verify",
      "-pubin",
      "-inkey",
      key,
      "-rawin",
      "-in",
      sums,
      "-sigfile",
      signature,
    ];
    expect(new TextDecoder().decode(runTool(verify))).toContain("Signature Verified Successfully");
    writeFileSync(sums, `${"b".repeat(64)}  tidemark-0.1.0-linux-x64\n`);
    expect(() => runTool(verify)).toThrow();
  });

  test.each([
    ["rsa", ["genpkey", "-algorithm", "rsa", "-pkeyopt", "rsa_keygen_bits:2048"], "of type rsa"],
    ["x25519", ["genpkey", "-algorithm", "x25519"], "of type x25519"],
    ["an encrypted key", ["genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:sandbank"], "is encrypted"],
  ])("%s is refused", (name, words, said) => {
    const path = written(`${name}.pem`, runTool(["openssl", ...words]));
    expect(() => loadSigner(path)).toThrow(said);
  });

  test("a key that openssl made signs, too", () => {
    const path = written("made.pem", runTool(["openssl", "genpkey", "-algorithm", "ed25519"]));
    const { key, sign } = loadSigner(path);
    expect(verifySums({ sums: SUMS, signature: sign(SUMS), keys: [key] })).toBe(key);
  });
});

describeWithTool("ssh-keygen", "with ssh-keygen", () => {
  const verify = (sums: Uint8Array, signature: string, { namespace = "tidemark-release", key = "" } = {}) => {
    const allowed = written("allowed", `release ${key === "" ? loadSigner(file).key.line : key}\n`);
    const sshsig = written("SHA256SUMS.sshsig", signature);
    const words = ["ssh-keygen", "-Y", "verify", "-f", allowed, "-I", "release", "-n", namespace, "-s", sshsig];
    return new TextDecoder().decode(runTool(words, sums));
  };

  test("it verifies the signature as an installer does", () => {
    expect(verify(SUMS, sshSignature(loadSigner(file), SUMS))).toContain("Good");
  });

  test("other sums, another use and another key are refused", () => {
    const signature = sshSignature(loadSigner(file), SUMS);
    const other = generateKey(join(place.path, "other.pem")).line;
    expect(() => verify(SUMS.slice(1), signature)).toThrow();
    expect(() => verify(SUMS, signature, { namespace: "file" })).toThrow();
    expect(() => verify(SUMS, signature, { key: other })).toThrow();
  });

  test("a key in its own format is refused, with what to do", () => {
    const path = join(place.path, "id");
    runTool(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path]);
    expect(() => loadSigner(path)).toThrow("bun build.ts keygen");
  });
});

describe("key files that are none", () => {
  test.each([
    ["a public key", () => `${file}.pub`, "is a public key"],
    ["a file that is not there", () => join(place.path, "missing.pem"), "There is no key file"],
    ["a directory", () => place.path, "is no file"],
    ["a text", () => written("text.pem", "my secret is xyzzy\n"), "is no private key"],
    ["nothing", () => written("empty.pem", ""), "is no private key"],
    [
      "a key that others may read",
      () => written("open.pem", readFileSync(file), 0o640),
      "can be read by other accounts",
    ],
  ])("%s is refused", (_, path, said) => {
    if (said === "is a public key") chmodSync(path(), 0o600);
    expect(() => loadSigner(path())).toThrow(said);
  });

  test("what is in the file is not said", () => {
    expect(() => loadSigner(written("text.pem", "xyzzy\n"))).toThrow(/^(?!.*xyzzy)/s);
  });

  test("public keys, too", () => {
    expect(() => loadPublicKeys(join(place.path, "missing.pub"))).toThrow("There is no public key file");
    expect(() => loadPublicKeys(written("none.pub", "# none\n"))).toThrow("holds no public key");
    expect(() => loadPublicKeys(file)).toThrow("is no Ed25519 public key");
  });
});
