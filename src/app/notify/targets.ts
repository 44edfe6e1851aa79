import { mailServer } from "../../config/address-types.ts";
import type { Config } from "../../config/load.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { readCertificates } from "../certificates.ts";
import type { MailTarget } from "./mail.ts";
import type { WebhookTarget } from "./webhook.ts";

/** Whom the configuration wants to be told, and when. */
export interface Targets {
  readonly webhook: WebhookTarget | null;
  readonly mail: MailTarget | null;
  readonly heartbeat: Pick<WebhookTarget, "url" | "ca"> | null;
  /** Failed runs of one kind in a row before somebody is told. */
  readonly after: number;
}

/** @throws config.incomplete-mail, config.bad-certificates */
export function targetsOf({ values }: Pick<Config, "values">, files: Files): Targets {
  const ca = readCertificates(values["notify.ca"], "notify.ca", files);
  const { "notify.webhook": url, "notify.webhook_secret": secret, "notify.heartbeat": beat } = values;
  return {
    webhook: url === null ? null : { url, secret, ca },
    mail: mailTarget(values, ca),
    heartbeat: beat === null ? null : { url: beat, ca },
    after: values["notify.after"],
  };
}

function mailTarget(values: Config["values"], ca: string | undefined): MailTarget | null {
  const { "notify.smtp": smtp, "notify.from": from, "notify.to": to } = values;
  const server = smtp === null ? null : mailServer(smtp);
  if (server === null) return null;
  if (from === null) throw fail("config.incomplete-mail", { option: "notify.from" });
  if (to.length === 0) throw fail("config.incomplete-mail", { option: "notify.to" });
  return { server: { ...server, ca }, from, to };
}
