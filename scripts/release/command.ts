import { join, resolve } from "node:path";
import { buildBinary, currentCommit } from "../../build.ts";
import type { Target } from "../../src/app/release/contents.ts";
import { generateKey } from "./keygen.ts";
import { type Made, makeRelease } from "./make-release.ts";
import { type ReleaseWords, readBuildWords, USAGE } from "./options.ts";
import { loadPublicKeys, loadSigner } from "./signing.ts";
import { buildElsewhere } from "./verify-reproducible.ts";

/** `bun build.ts …`. @returns the exit code: 2 when the words, a key file or the state of the checkout are wrong */
export async function buildCommand(root: string, words: readonly string[]): Promise<number> {
  try {
    const request = readBuildWords(words);
    if (request.kind === "help") console.log(USAGE.trimEnd());
    else if (request.kind === "keygen") makeKey(request.file);
    else if (request.kind === "release") await release(root, request);
    else await buildForHost(root);
    return 0;
  } catch (reason) {
    if (!(reason instanceof Error) || reason instanceof AggregateError) throw reason;
    console.error(reason.message);
    return 2;
  }
}

function makeKey(file: string): void {
  const { fingerprint } = generateKey(file);
  console.log(`${file}: the private key. Keep it away from every repository, and a copy of it offline.`);
  console.log(`${file}.pub: the public key, ${fingerprint}`);
}

async function buildForHost(root: string): Promise<void> {
  const outfile = join(root, "dist", process.platform === "win32" ? "tidemark.exe" : "tidemark");
  const started = performance.now();
  await buildBinary({ root, outfile, commit: currentCommit(root) });
  const megabytes = (Bun.file(outfile).size / 1e6).toFixed(0);
  console.log(`${outfile}: ${megabytes} MB in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

async function release(root: string, { targets, sign, trust, out, pack, again }: ReleaseWords): Promise<void> {
  const signer = sign === null ? null : loadSigner(sign);
  const keys = trust.flatMap(loadPublicKeys);
  const directory = resolve(out ?? join(root, "dist", "release"));
  const made = await makeRelease({
    root,
    out: directory,
    targets,
    signer,
    trust: keys,
    pack,
    say: (line) => console.log(line),
  });
  if (again) await compareElsewhere(made, targets);
}

async function compareElsewhere(made: Made, targets: readonly Target[]): Promise<void> {
  for (const [name, digest] of await buildElsewhere(made, targets)) {
    if (made.sums.get(name) !== digest) throw new Error(`${name} is another one when it is built elsewhere: ${digest}`);
  }
  console.log(`built again in another directory: ${targets.length} programs, every byte the same`);
}
