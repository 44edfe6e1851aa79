import { fail } from "../../domain/errors/tidemark-error.ts";
import { verifyEd25519 } from "../../platform/ed25519.ts";

/** Set by build.ts: lines as in an authorized_keys file. A run from source has none. */
declare const TIDEMARK_RELEASE_KEYS: string;

/** A public key whose releases are trusted. */
export interface ReleaseKey {
  /** 32 bytes. */
  readonly bytes: Uint8Array;
  /** As `ssh-keygen -lf` prints it: `SHA256:` and 43 characters. */
  readonly fingerprint: string;
  /** `ssh-ed25519 AAAA…`, without a comment. */
  readonly line: string;
}

/** How the wire format of an Ed25519 key begins (RFC 8709): a length, the type's name, the length of the key. */
const PREFIX = Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from("ssh-ed25519"), Buffer.from([0, 0, 0, 32])]);

/**
 * The keys that this program was built to trust; none when it was built without one or runs from source. They come from the
 * running program alone: what a new release says of its own signers proves nothing.
 * @throws release.bad-key
 */
export function releaseKeys(): readonly ReleaseKey[] {
  return typeof TIDEMARK_RELEASE_KEYS === "undefined" ? [] : parseKeys(TIDEMARK_RELEASE_KEYS);
}

/**
 * Keys one a line, as `ssh-keygen -y` and `.pub` files have them: type, base64, an optional comment. Empty lines and
 * those that begin with `#` are passed over.
 * @throws release.bad-key
 */
export function parseKeys(text: string): readonly ReleaseKey[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#")).map(parseKey);
}

function parseKey(text: string): ReleaseKey {
  const [type = "", base64 = ""] = text.split(/\s+/);
  const blob = Buffer.from(base64, "base64");
  const whole = blob.length === PREFIX.length + 32 && blob.subarray(0, PREFIX.length).equals(PREFIX);
  if (type !== "ssh-ed25519" || !whole || blob.toString("base64") !== base64) {
    throw fail("release.bad-key", { key: text.slice(0, 40) });
  }
  return keyOf(blob.subarray(PREFIX.length));
}

/** @param bytes the 32 bytes of an Ed25519 public key */
export function keyOf(bytes: Uint8Array): ReleaseKey {
  const blob = Buffer.concat([PREFIX, bytes]);
  const digest = new Bun.CryptoHasher("sha256").update(blob).digest("base64");
  return { bytes, fingerprint: `SHA256:${digest.replace(/=+$/, "")}`, line: `ssh-ed25519 ${blob.toString("base64")}` };
}

export interface SignedSums {
  /** The bytes of SHA256SUMS, exactly as they came. */
  readonly sums: Uint8Array;
  /** The bytes of SHA256SUMS.sig. */
  readonly signature: Uint8Array;
  /** Whom to trust: `releaseKeys()`, or what the person who upgrades names. */
  readonly keys: readonly ReleaseKey[];
}

/**
 * Which of the keys signed the list of sums. Nothing else of a release may be believed before this returned.
 * @throws release.no-keys, release.bad-signature
 */
export function verifySums({ sums, signature, keys }: SignedSums): ReleaseKey {
  if (keys.length === 0) throw fail("release.no-keys", {});
  const signer = keys.find(({ bytes }) => verifyEd25519({ key: bytes, message: sums, signature }));
  if (signer !== undefined) return signer;
  throw fail("release.bad-signature", { keys: keys.map(({ fingerprint }) => fingerprint).join(", ") });
}
