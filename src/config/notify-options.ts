import { mailAddressesType, mailAddressType, mailServerType, webAddressType } from "./address-types.ts";
import type { Option } from "./option.ts";
import { integerType, optional, textType } from "./value-types.ts";

const PLAIN = { secret: "no", published: false } as const;

/** Whom the service tells that a person is needed. */
export const NOTIFY = {
  "notify.webhook": {
    type: optional(webAddressType),
    default: null,
    help: "Where a JSON message is posted when a person is needed, and when it is over. The address may hold a token.",
    secret: "address",
    published: false,
  } satisfies Option<string | null>,
  "notify.webhook_secret": {
    type: optional(textType("a secret", "SECRET")),
    default: null,
    help: "The secret that these messages are signed with: HMAC-SHA256 in X-Tidemark-Signature.",
    secret: "whole",
    published: false,
  } satisfies Option<string | null>,
  "notify.smtp": {
    type: optional(mailServerType),
    default: null,
    help: "The mail server for the same messages. smtps:// is TLS from the first byte, smtp:// needs STARTTLS except on this host. Needs notify.from and notify.to.",
    secret: "login",
    published: false,
  } satisfies Option<string | null>,
  "notify.from": {
    ...PLAIN,
    type: optional(mailAddressType),
    default: null,
    help: "The address that e-mails come from.",
  } satisfies Option<string | null>,
  "notify.to": {
    ...PLAIN,
    type: mailAddressesType,
    default: [],
    help: "The addresses that e-mails go to.",
  } satisfies Option<readonly string[]>,
  "notify.ca": {
    ...PLAIN,
    type: optional(textType("the path of a file", "FILE")),
    default: null,
    help: "PEM file of a private certificate authority to trust for the webhook, the mail server and the heartbeat, beside the system's own.",
  } satisfies Option<string | null>,
  "notify.heartbeat": {
    type: optional(webAddressType),
    default: null,
    help: "An address that is asked for after each good poll, at most once a minute: a dead man's switch notices when that stops.",
    secret: "address",
    published: false,
  } satisfies Option<string | null>,
  "notify.after": {
    ...PLAIN,
    type: integerType(1, 100),
    default: 3,
    help: "Runs of one kind that have to fail in a row before somebody is told. Halts, differences and promotions are told at once.",
  } satisfies Option<number>,
};
