/** A mail server, and how to get in. */
export interface MailServer {
  /** A name or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte. `starttls`: or nothing is sent. `plain`: as it comes, for this host alone. */
  readonly protection: "tls" | "starttls" | "plain";
  readonly login: { readonly user: string; readonly password: string } | null;
  /** PEM certificates to trust beside the system's own. */
  readonly ca?: string | undefined;
}

/** A text to people. */
export interface Mail {
  /** The same for every attempt, so that one that arrived twice is seen as one: without angle brackets, with an @. */
  readonly messageId: string;
  /** Ms since 1970. */
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  /** One line. */
  readonly subject: string;
  readonly text: string;
}

/** `unreachable`: no connection, a broken or a silent one. `insecure`: no TLS, or none to trust. `login`: a wrong password. `refused`: it said no. */
export type MailFailureKind = "unreachable" | "insecure" | "login" | "refused";

/** The mail was not taken. `message` says why, without any credentials; the server's words may be in it, as one line. */
export class MailFailure extends Error {
  override readonly name = "MailFailure";
  readonly kind: MailFailureKind;
  constructor(kind: MailFailureKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

/**
 * Hands mail to a server by SMTP; never retries. Resolves when the server has taken it for one recipient at least, with the number of
 * those it was refused for. A server that is silent or slow is given up after a minute at most. @throws MailFailure
 */
export interface Mailer {
  send(mail: Mail, server: MailServer, signal: AbortSignal): Promise<{ readonly refused: number }>;
}
