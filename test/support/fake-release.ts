import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { hostTarget, TARGETS } from "../../src/app/release/contents.ts";
import { currentMachine } from "../../src/platform/machine.ts";
import { makeReleaseKey, type ReleaseKeyPair, runTool, signSums } from "./release-key.ts";

const ROOT = resolve(import.meta.dir, "../..");

/** Says what it was started with, to a file that its surroundings name. */
const PROGRAM = '#!/bin/sh\necho "$*" >>"$FAKE_LOG"\n';

/** A release of small shell scripts in place of programs, truly signed, by one key of OpenSSL and one of OpenSSH. */
export class FakeRelease {
  readonly path: string;
  /** The program that install.sh takes on this machine. */
  readonly program: string;
  /** Both public keys, one a line. */
  readonly keys: string;
  readonly #openssl: ReleaseKeyPair;
  readonly #ssh: string;

  /** @param place an empty directory for the release and its keys */
  constructor(place: string, version = "1.2.3") {
    this.path = join(place, "release");
    mkdirSync(this.path, { recursive: true });
    this.#openssl = makeReleaseKey(place);
    this.#ssh = join(place, "ssh-key");
    runTool(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", this.#ssh]);
    this.keys = `${this.#openssl.line}\n${readFileSync(`${this.#ssh}.pub`, "utf8")}`;
    this.program = `tidemark-${version}-${hostTarget(currentMachine())}`;
    for (const target of TARGETS) this.write(`tidemark-${version}-${target}`, `${PROGRAM}# ${target}\n`);
    const script = readFileSync(join(ROOT, "install.sh"), "utf8");
    this.write("install.sh", script.replace("@TIDEMARK_KEYS@", this.keys.trimEnd()));
    chmodSync(this.file("install.sh"), 0o755);
    this.sign();
  }

  file(name: string): string {
    return join(this.path, name);
  }

  read(name: string): string {
    return readFileSync(this.file(name), "utf8");
  }

  write(name: string, text: string | Uint8Array): void {
    writeFileSync(this.file(name), text);
  }

  /** Sums of every program, as they are now, and both signatures. @param extra further lines of SHA256SUMS */
  sign(extra = ""): void {
    const names = TARGETS.map((target) => this.program.replace(/^(tidemark-[^-]+)-.*$/, `$1-${target}`));
    const lines = names.map(
      (name) => `${new Bun.CryptoHasher("sha256").update(readFileSync(this.file(name))).digest("hex")}  ${name}`,
    );
    this.signSums(`${lines.join("\n")}\n${extra}`);
  }

  /** This text as SHA256SUMS, signed. */
  signSums(text: string): void {
    const sums = new TextEncoder().encode(text);
    this.write("SHA256SUMS", sums);
    this.write("SHA256SUMS.sig", signSums(this.#openssl, sums));
    const words = ["ssh-keygen", "-q", "-Y", "sign", "-f", this.#ssh, "-n", "tidemark-release"];
    this.write("SHA256SUMS.sshsig", runTool(words, sums));
  }
}
