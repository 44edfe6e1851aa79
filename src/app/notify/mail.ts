import type { ErrorCode } from "../../domain/errors/registry.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import { type Mailer, MailFailure, type MailFailureKind, type MailServer } from "../../domain/ports/mailer.ts";
import { messageText, type Speaker, titleLine } from "./message-text.ts";
import type { Notice } from "./notice.ts";

export interface MailTarget {
  readonly server: MailServer;
  readonly from: string;
  readonly to: readonly string[];
}

const CODES: Readonly<Record<MailFailureKind, ErrorCode>> = {
  unreachable: "notify.mail-unreachable",
  insecure: "notify.mail-insecure",
  login: "notify.mail-login",
  refused: "notify.mail-refused",
};

/** Sends one message; returns how many of its recipients it was refused for. @throws notify.mail-* */
export async function sendMail(
  mailer: Mailer,
  { server, from, to }: MailTarget,
  message: { readonly notice: Notice; readonly speaker: Speaker; readonly signal: AbortSignal },
): Promise<number> {
  const { notice, speaker, signal } = message;
  const mail = {
    messageId: `${notice.id}@tidemark`,
    at: notice.at,
    from,
    to,
    subject: titleLine(notice, speaker),
    text: messageText(notice, speaker),
  };
  try {
    return (await mailer.send(mail, server, signal)).refused;
  } catch (reason) {
    if (!(reason instanceof MailFailure)) throw reason;
    const named = { server: `${server.host}:${server.port}`, reason: reason.message };
    throw fail(CODES[reason.kind], named, { cause: reason });
  }
}
