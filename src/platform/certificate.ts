import { isIP } from "node:net";
import { connect, getCACertificates, type PeerCertificate, type TLSSocket } from "node:tls";
import type { Certificate, TlsServer } from "../domain/ports/inspection.ts";

/** A server that takes longer for its first words has other troubles than its certificate. */
const SILENCE_MS = 10_000;

/** Shakes hands with a server, whoever it turns out to be, and leaves. Nothing is sent. */
export function readCertificate({ hostname, port, ca }: TlsServer): Promise<Certificate> {
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      // The name of a server may be no address (RFC 6066, 3).
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
      ...(ca === undefined ? {} : { ca: [...getCACertificates("default"), ca] }),
    });
    socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error(`${hostname} is silent`)));
    socket.once("secureConnect", () => {
      resolve(describe(socket));
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

function describe(socket: TLSSocket): Certificate {
  const own = socket.getPeerCertificate(true);
  const fault = socket.authorized ? null : faultText(socket.authorizationError);
  return {
    subject: nameOf(own.subject),
    issuer: nameOf(own.issuer),
    validFrom: Date.parse(own.valid_from),
    validTo: Date.parse(own.valid_to),
    fault,
    chain: chainLength(own),
  };
}

function faultText(error: unknown): string {
  if (error instanceof Error) return "code" in error ? String(error.code) : error.message;
  return String(error ?? "UNKNOWN");
}

function nameOf(name: PeerCertificate["subject"] | undefined): string {
  const first = (text: string | readonly string[] | undefined) => (typeof text === "string" ? text : text?.[0]);
  return first(name?.CN) ?? first(name?.O) ?? "(no name)";
}

/** The last one that the server sends names itself, or nobody that it sends. */
function chainLength(own: ReturnType<TLSSocket["getPeerCertificate"]> & { issuerCertificate?: unknown }): number {
  const seen = new Set<unknown>();
  for (let next: unknown = own; typeof next === "object" && next !== null && !seen.has(next); ) {
    seen.add(next);
    next = "issuerCertificate" in next ? next.issuerCertificate : null;
  }
  return seen.size;
}
