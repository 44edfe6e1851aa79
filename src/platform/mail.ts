import { getCACertificates } from "node:tls";
import { type Mail, type Mailer, MailFailure, type MailFailureKind, type MailServer } from "../domain/ports/mailer.ts";

/** How long a server may be silent, and how long all of it may take, ms. */
export interface MailPatience {
  readonly silent: number;
  readonly whole: number;
}

const PATIENCE: MailPatience = { silent: 20_000, whole: 60_000 };

/** The port over nodemailer: one connection a message. */
export function createMailer(patience: MailPatience = PATIENCE): Mailer {
  return { send: (mail, server, signal) => send({ mail, server, patience }, signal) };
}

interface Sending {
  readonly mail: Mail;
  readonly server: MailServer;
  readonly patience: MailPatience;
}

async function send({ mail, server, patience }: Sending, signal: AbortSignal) {
  // Loaded when there is something to send: all commands would start some 30 ms later (measured) for what few of them do.
  const { createTransport } = await import("nodemailer");
  const transport = createTransport(transportOptions(server, patience));
  const late = AbortSignal.timeout(patience.whole);
  try {
    const { rejected } = await transport.sendMail({ ...message(mail), signal: AbortSignal.any([signal, late]) });
    return { refused: rejected.length };
  } catch (reason) {
    if (late.aborted) throw new MailFailure("unreachable", "it took too long", reason);
    throw failureOf(reason);
  } finally {
    transport.close();
  }
}

function transportOptions({ host, port, protection, login, ca }: MailServer, { silent, whole }: MailPatience) {
  return {
    host,
    port,
    secure: protection === "tls",
    requireTLS: protection === "starttls",
    ignoreTLS: protection === "plain",
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    // A file or an address in a text is a text.
    disableFileAccess: true,
    disableUrlAccess: true,
    tls: { minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca: [...getCACertificates("default"), ca] }) },
    connectionTimeout: silent,
    greetingTimeout: silent,
    dnsTimeout: silent,
    socketTimeout: Math.min(silent, whole),
    socketCloseTimeout: 1000,
    // What the host is called is nobody's business.
    name: "tidemark",
  } as const;
}

function message({ messageId, at, from, to, subject, text }: Mail) {
  return {
    messageId: `<${messageId}>`,
    date: new Date(at),
    // As objects they are one address each, whatever is in them.
    from: { name: "Tidemark", address: from },
    to: to.map((address) => ({ name: "", address })),
    subject: oneLine(subject),
    text,
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

const KINDS: Readonly<Record<string, MailFailureKind>> = {
  EAUTH: "login",
  ENOAUTH: "login",
  EENVELOPE: "refused",
  EMESSAGE: "refused",
};

/** What TLS itself says: results of verification, and what is no TLS at all. */
const TLS_CODE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|ERR_OSSL|HOSTNAME_MISMATCH|WRONG_VERSION|EPROTO$/;

/** What the library's error means. Only the server's own words and short codes are handed on: nothing of the log-in is in them. */
function failureOf(reason: unknown): MailFailure {
  const code = textOf(reason, "code");
  const response = textOf(reason, "response");
  const cause = textOf(reason, "originalCode");
  if (code === "ETLS") return new MailFailure("insecure", "it does not offer STARTTLS, or broke it off", reason);
  if (code === "ESOCKET" && TLS_CODE.test(cause)) return new MailFailure("insecure", tlsText(cause), reason);
  if (response !== "" && code !== "EPROTOCOL" && code !== "ECONNECTION")
    return new MailFailure(KINDS[code] ?? "refused", `it answered ${quoted(response)}`, reason);
  return new MailFailure(KINDS[code] ?? "unreachable", TEXTS[code] ?? closedText(cause || code), reason);
}

const TEXTS: Readonly<Record<string, string>> = {
  ETIMEDOUT: "it was silent for too long",
  EDNS: "its name has no address",
  EAUTH: "it offers no way of logging in that is known here",
  ECONNECTION: "it closed the connection",
  EABORT: "it was left because the service ends",
  EPROTOCOL: "it does not speak SMTP",
};

function tlsText(code: string): string {
  const isOtherSpeech = /SSL|WRONG_VERSION|EPROTO/.test(code);
  return `${isOtherSpeech ? "it does not speak TLS there" : "its certificate is not trusted"} (${code})`;
}

function closedText(code: string): string {
  return `the connection was closed or could not be made${code === "" ? "" : ` (${code})`}`;
}

function textOf(reason: unknown, name: "code" | "response" | "originalCode"): string {
  const value = typeof reason === "object" && reason !== null ? Reflect.get(reason, name) : "";
  return typeof value === "string" ? value : "";
}

function quoted(response: string): string {
  const line = oneLine(response);
  return `'${line.length <= 200 ? line : `${line.slice(0, 199)}…`}'`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
