import { timingSafeEqual } from "node:crypto";

/** Headers of a delivery, by lower-case name. */
export type HeaderOf = (name: string) => string | null;

/**
 * Whether a delivery was made by somebody who knows the secret, as the git services prove it: GitHub, Gitea and Forgejo sign the
 * body (HMAC-SHA256), GitLab sends the secret itself. The strongest proof that is offered decides: a wrong signature is not made good by
 * another header. Compared in constant time.
 */
export function isGenuine(body: Uint8Array, header: HeaderOf, secret: string): boolean {
  const signature = signatureOf(header);
  if (signature !== null) return isSame(signature.toLowerCase(), sign(body, secret));
  const token = header("x-gitlab-token");
  return token !== null && isSame(digest(token), digest(secret));
}

/** `sha256=<hex>` of GitHub, bare hex of the others (their manuals on webhooks). */
function signatureOf(header: HeaderOf): string | null {
  const github = header("x-hub-signature-256");
  if (github !== null) return github.startsWith("sha256=") ? github.slice("sha256=".length) : "";
  return header("x-forgejo-signature") ?? header("x-gitea-signature");
}

/** The signature that belongs to a body, in lower-case hexadecimal. */
export function sign(body: Uint8Array, secret: string): string {
  return new Bun.CryptoHasher("sha256", secret).update(body).digest("hex");
}

function digest(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
