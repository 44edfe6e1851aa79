import type { Http } from "../../domain/ports/http.ts";
import type { Mailer } from "../../domain/ports/mailer.ts";
import { sendMail } from "./mail.ts";
import type { Speaker } from "./message-text.ts";
import type { Notice } from "./notice.ts";
import type { Way } from "./outbox.ts";
import type { Targets } from "./targets.ts";
import { postWebhook } from "./webhook.ts";

/** Sends one message one way; returns what to remark about it, null: nothing. @throws notify.* */
export type Send = (notice: Notice, signal: AbortSignal) => Promise<string | null>;

export interface SenderParts {
  readonly targets: Targets;
  readonly speaker: Speaker;
  readonly http: Http;
  readonly mailer: Mailer;
}

/** The configured ways. */
export function sendersOf({ targets, speaker, http, mailer }: SenderParts): ReadonlyMap<Way, Send> {
  const senders = new Map<Way, Send>();
  const { webhook, mail } = targets;
  if (webhook !== null) {
    senders.set("webhook", async (notice, signal) => {
      await postWebhook(http, webhook, { notice, speaker, signal });
      return null;
    });
  }
  if (mail !== null) {
    senders.set("mail", async (notice, signal) => {
      const refused = await sendMail(mailer, mail, { notice, speaker, signal });
      return refused === 0 ? null : `the mail server refused it for ${refused} of ${mail.to.length} recipients`;
    });
  }
  return senders;
}
