import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { Certificate, TlsServer } from "../../../domain/ports/inspection.ts";
import { parseMoneyWorksUrl } from "../../../moneyworks/parse-url.ts";
import { readCertificates } from "../../certificates.ts";
import { bad, type DoctorFinding, failed, type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck, DoctorScene } from "../scene.ts";

const DAY_MS = 86_400_000;
/** Days before its end from which a certificate is worth a word. */
const SOON = 21;
const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/i;

/** How a certificate stands, or that there is none, for each of the two servers. */
export const certificatesCheck: DoctorCheck = {
  name: "TLS",
  async *run(scene): AsyncIterable<DoctorFinding> {
    const servers = [
      ["TLS of MoneyWorks", moneyworksOrigin(scene), "moneyworks.ca"],
      ["TLS of the remote", await remoteOrigin(scene), "remote.ca"],
    ] as const;
    for (const [check, origin, option] of servers) {
      if (origin !== null) yield { check, ...(await lookAt(origin, option, scene)) };
    }
  },
};

/** null: another check tells why. */
function moneyworksOrigin({ config: { values } }: DoctorScene): string | null {
  try {
    const url = values["moneyworks.url"];
    return url === null ? null : parseMoneyWorksUrl(url, values["moneyworks.password"]).origin;
  } catch {
    return null;
  }
}

async function remoteOrigin({ remote }: DoctorScene): Promise<string | null> {
  const target = (await remote.orNull())?.target;
  return target?.kind === "http" ? new URL(target.url).origin : null;
}

async function lookAt(
  origin: string,
  option: "moneyworks.ca" | "remote.ca",
  { config, ways, inspection, now }: DoctorScene,
): Promise<Judgement> {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol === "http:") return judgePlain(hostname);
  const ca = readCertificates(config.values[option], option, ways.files);
  const server: TlsServer = { hostname, port: Number(port || 443), ca };
  const certificate = await inspection.certificate(server).catch((reason: unknown) => {
    const text = reason instanceof Error && "code" in reason ? String(reason.code) : String(reason);
    return text;
  });
  if (typeof certificate !== "string") return judgeCertificate(certificate, { now, option });
  return failed(fail("moneyworks.tls", { reason: `${hostname}: ${certificate}` }));
}

export function judgePlain(hostname: string): Judgement {
  const facts = { tls: false };
  if (LOOPBACK.test(hostname)) return ok("No TLS, and none needed: the connection stays on this host.", facts);
  const says = `No TLS: password, token and records go to ${hostname} as everybody between can read them.`;
  return warn(says, "Use https, or keep that network to the two machines.", facts);
}

export interface CertificateQuestion {
  readonly now: number;
  /** Names a private authority. */
  readonly option: string;
}

export function judgeCertificate(certificate: Certificate, { now, option }: CertificateQuestion): Judgement {
  const { subject, issuer, validFrom, validTo, fault, chain } = certificate;
  const days = Math.floor((validTo - now) / DAY_MS);
  const facts = { tls: true, subject, issuer, days, fault, chain };
  const whose = `The certificate of ${subject}, by ${issuer},`;
  if (now > validTo) return bad(`${whose} ended on ${date(validTo)}.`, "Renew it at the server.", facts);
  if (now < validFrom)
    return bad(`${whose} begins on ${date(validFrom)}.`, "See that the clocks of both machines are right.", facts);
  if (fault !== null) {
    const next = `Name the authority's certificate in ${option}, or let the server send its whole chain.`;
    return bad(`${whose} is not trusted (${fault}); the server sends ${chain} of its chain.`, next, facts);
  }
  if (days < SOON) return warn(`${whose} ends in ${days} days, on ${date(validTo)}.`, "Renew it at the server.", facts);
  return ok(`${whose} is trusted, for ${days} days more.`, facts);
}

function date(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
