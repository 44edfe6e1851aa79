import { timingSafeEqual } from "node:crypto";
import type { Scope } from "./access.ts";

/** A token that is let in, without the token: its SHA-256 is enough to know it again. */
export interface KnownToken {
  readonly name: string;
  readonly scope: Scope;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** What the configuration keeps of a token. */
export function hashOf(token: string): string {
  return new Bun.CryptoHasher("sha256").update(token).digest("hex");
}

/**
 * The token that was sent; null: none of them. All are compared, each in constant time: neither the place in the list nor a common
 * beginning shows in how long it takes.
 */
export function findToken(sent: string, known: readonly KnownToken[]): KnownToken | null {
  const hash = Buffer.from(hashOf(sent), "hex");
  let found: KnownToken | null = null;
  for (const token of known) {
    if (timingSafeEqual(hash, Buffer.from(token.sha256, "hex"))) found = token;
  }
  return found;
}

/** The token of `Authorization: Bearer …`; null: there is none (RFC 6750, 2.1). */
export function bearerOf(authorization: string | null): string | null {
  const [, token] = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization ?? "") ?? [];
  return token ?? null;
}
