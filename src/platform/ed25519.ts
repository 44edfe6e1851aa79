import { createPublicKey, verify } from "node:crypto";

export interface SignedMessage {
  /** The public key, 32 bytes. */
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Whether the signature (RFC 8032, 64 bytes) is this key's over exactly this message. Never throws for wrong bytes. */
export function verifyEd25519({ key, message, signature }: SignedMessage): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(key).toString("base64url") };
  return verify(null, message, createPublicKey({ key: jwk, format: "jwk" }), signature);
}
