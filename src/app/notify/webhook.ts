import { sign } from "../../api/security/signature.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import { type Http, HttpFailure, type HttpRequest } from "../../domain/ports/http.ts";
import { iso } from "../iso.ts";
import { messageText, type Speaker } from "./message-text.ts";
import type { Notice } from "./notice.ts";

export interface WebhookTarget {
  readonly url: string;
  /** What messages are signed with; null: they are not. */
  readonly secret: string | null;
  readonly ca: string | undefined;
}

/** A receiver that says nothing for so long is given up. */
export const SILENT_MS = 15_000;

/** The body of a webhook: docs/notifications.md describes it. A change of its form raises `version`. */
export function webhookBody(notice: Notice, speaker: Speaker): string {
  const { id, at, kind, phase, code, title, text, hint, since, run, others } = notice;
  const when = { at: iso(at), since: since === null ? null : iso(since) };
  const what = { kind, phase, code, title, message: text, hint, others, run };
  return JSON.stringify({
    version: 1,
    id,
    document: speaker.document,
    ...when,
    ...what,
    text: messageText(notice, speaker),
  });
}

/** Posts one message. @throws notify.webhook-failed */
export async function postWebhook(
  http: Http,
  { url, secret, ca }: WebhookTarget,
  message: { readonly notice: Notice; readonly speaker: Speaker; readonly signal: AbortSignal },
): Promise<void> {
  const { notice, speaker, signal } = message;
  const body = new TextEncoder().encode(webhookBody(notice, speaker));
  const headers = {
    "Content-Type": "application/json",
    "User-Agent": `tidemark/${speaker.version}`,
    "X-Tidemark-Id": notice.id,
    ...(secret === null ? {} : { "X-Tidemark-Signature": `sha256=${sign(body, secret)}` }),
  };
  const reason = await refusal(http, { method: "POST", url, headers, body, idleTimeoutMs: SILENT_MS, signal, ca });
  if (reason !== null) throw fail("notify.webhook-failed", { reason });
}

/** Why a request was not taken; null: it was. Its answer is not read: nothing in it matters. */
export async function refusal(http: Http, request: HttpRequest): Promise<string | null> {
  try {
    const response = await http.request(request);
    // Leaving closes the connection.
    for await (const _piece of response.stream()) break;
    return response.status >= 200 && response.status < 300 ? null : `it answered with status ${response.status}`;
  } catch (reason) {
    if (reason instanceof HttpFailure) return reason.message;
    throw reason;
  }
}
