import { parseArgs } from "node:util";
import { TARGETS, type Target } from "../../src/app/release/contents.ts";

/** What `bun build.ts` was asked for. */
export type BuildRequest =
  | { readonly kind: "host" }
  | { readonly kind: "help" }
  | { readonly kind: "keygen"; readonly file: string }
  | ReleaseWords;

export interface ReleaseWords {
  readonly kind: "release";
  /** All of them when none is named. */
  readonly targets: readonly Target[];
  /** The file of the private key. */
  readonly sign: string | null;
  /** Files of public keys. */
  readonly trust: readonly string[];
  readonly out: string | null;
  readonly pack: boolean;
  /** Build everything a second time, in another directory, and compare. */
  readonly again: boolean;
}

export const USAGE = `bun build.ts                       dist/tidemark for this machine
bun build.ts --release [OPTIONS]   a release in dist/release
  --target T             one of ${TARGETS.join(", ")}; several times; default all
  --sign KEYFILE         sign with this private key, which the programs then trust
  --trust PUBFILE        let the programs trust this public key, too; several times
  --out DIR              where to
  --no-pack              do not measure .tar.xz
  --verify-reproducible  build a second time in another directory and compare every byte
bun build.ts keygen FILE           a new key: FILE and FILE.pub
`;

/** @throws Error that says what is wrong with the words */
export function readBuildWords(words: readonly string[]): BuildRequest {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      help: { type: "boolean" },
      release: { type: "boolean" },
      target: { type: "string", multiple: true },
      sign: { type: "string" },
      trust: { type: "string", multiple: true },
      out: { type: "string" },
      "no-pack": { type: "boolean" },
      "verify-reproducible": { type: "boolean" },
    },
  });
  if (values.help === true) return { kind: "help" };
  const [word, file, ...more] = positionals;
  if (word === "keygen" && file !== undefined && more.length === 0) return { kind: "keygen", file };
  if (word === "keygen") throw new Error("keygen takes the name of one file, which must not exist yet.");
  if (word !== undefined) throw new Error(`${word} is not understood.`);
  if (values.release !== true) return hostOnly(values);
  return {
    kind: "release",
    targets: (values.target ?? TARGETS).map(readTarget),
    sign: values.sign ?? null,
    trust: values.trust ?? [],
    out: values.out ?? null,
    pack: values["no-pack"] !== true,
    again: values["verify-reproducible"] === true,
  };
}

function hostOnly(values: Readonly<Record<string, unknown>>): BuildRequest {
  const [option] = Object.keys(values);
  if (option !== undefined) throw new Error(`--${option} belongs to --release.`);
  return { kind: "host" };
}

function readTarget(word: string): Target {
  const target = TARGETS.find((candidate) => candidate === word);
  if (target === undefined) throw new Error(`--target ${word} is none of ${TARGETS.join(", ")}.`);
  return target;
}
