import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { keyOf, parseKeys, type ReleaseKey } from "../../src/app/release/keys.ts";

/** What an SSH signature over a list of sums is for: one made for something else is refused. */
const NAMESPACE = "tidemark-release";
/** Whoever signs a release. */
export interface Signer {
  readonly key: ReleaseKey;
  /** 64 bytes (RFC 8032). */
  sign(message: Uint8Array): Uint8Array;
}

/** @throws Error that says what is wrong with the file, and never what is in it */
export function loadSigner(file: string): Signer {
  const privateKey = parsePrivate(file, readKeyFile(file));
  if (privateKey.asymmetricKeyType !== "ed25519")
    throw new Error(
      `${file} holds a key of type ${privateKey.asymmetricKeyType}, and releases are signed with Ed25519.`,
    );
  const key = keyOf(createPublicKey(privateKey).export({ type: "spki", format: "der" }).subarray(-32));
  return { key, sign: (message) => sign(null, message, privateKey) };
}

function readKeyFile(file: string): string {
  if (!existsSync(file)) throw new Error(`There is no key file ${file}. Make one with: bun build.ts keygen ${file}`);
  if (!statSync(file).isFile()) throw new Error(`${file} is no file. Name the file that holds the private key.`);
  if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0)
    throw new Error(
      `${file} can be read by other accounts. Run chmod 600 on it, and think about who may have read it.`,
    );
  return readFileSync(file, "utf8");
}

function parsePrivate(file: string, text: string): KeyObject {
  if (text.startsWith("ssh-"))
    throw new Error(`${file} is a public key. Name the private one; --trust takes this one.`);
  if (text.includes("ENCRYPTED"))
    throw new Error(
      `${file} is encrypted. Decrypt it for the build into a file in memory: docs/releasing.md says how.`,
    );
  if (text.includes("OPENSSH PRIVATE KEY"))
    throw new Error(`${file} is a key in OpenSSH's own format. Make one in PEM with: bun build.ts keygen FILE`);
  try {
    return createPrivateKey(text);
  } catch {
    throw new Error(`${file} is no private key in PEM (PKCS8). Make one with: bun build.ts keygen FILE`);
  }
}

/** The keys of a .pub file. @throws Error */
export function loadPublicKeys(file: string): readonly ReleaseKey[] {
  if (!existsSync(file)) throw new Error(`There is no public key file ${file}.`);
  const keys = parseKeys(readFileSync(file, "utf8"));
  if (keys.length === 0) throw new Error(`${file} holds no public key.`);
  return keys;
}

/** The signature that `ssh-keygen -Y verify` checks (OpenSSH, PROTOCOL.sshsig). */
export function sshSignature({ key, sign }: Signer, message: Uint8Array): string {
  const hash = createHash("sha512").update(message).digest();
  const common = [text(NAMESPACE), text(""), text("sha512")];
  const signature = sign(Buffer.concat([Buffer.from("SSHSIG"), ...common, field(hash)]));
  const publicKey = Buffer.from(key.line.split(" ")[1] ?? "", "base64");
  const version = Buffer.from([0, 0, 0, 1]);
  const wrapped = field(Buffer.concat([text("ssh-ed25519"), field(signature)]));
  const blob = Buffer.concat([Buffer.from("SSHSIG"), version, field(publicKey), ...common, wrapped]);
  const lines = blob.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN SSH SIGNATURE-----", ...lines, "-----END SSH SIGNATURE-----", ""].join("\n");
}

/** A length of four bytes, then the bytes (RFC 4251). */
function field(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function text(value: string): Buffer {
  return field(Buffer.from(value));
}
