import type { ErrorSpec } from "./spec.ts";

/** Messages to people that did not arrive. No run waits for one: it is tried again for a day. */
export const NOTIFY_ERRORS = {
  "notify.webhook-failed": {
    message: "The receiver of notify.webhook did not take the message: {reason}.",
    hint: "It has to answer with a status from 200 to 299 within half a minute. tidemark notify --test sends another one.",
    exit: 1,
    retryable: true,
  },
  "notify.mail-unreachable": {
    message: "The mail server {server} cannot be talked to: {reason}.",
    hint: "Check host and port of notify.smtp: smtps:// is usually port 465, smtp:// 587. A firewall may be in between.",
    exit: 1,
    retryable: true,
  },
  "notify.mail-insecure": {
    message: "The connection to the mail server {server} cannot be made private: {reason}.",
    hint: "Nothing was sent over it. If its certificate is of your own authority, name that in notify.ca; if it speaks TLS from the first byte, write smtps://.",
    exit: 1,
    retryable: true,
  },
  "notify.mail-login": {
    message: "The mail server {server} does not accept the log-in: {reason}.",
    hint: "Check user and password in notify.smtp; what is reserved in an address is percent-encoded there: @ is %40, / is %2F.",
    exit: 1,
    retryable: true,
  },
  "notify.mail-refused": {
    message: "The mail server {server} did not take the message: {reason}.",
    hint: "Check that it lets notify.from send, and that it knows notify.to.",
    exit: 1,
    retryable: true,
  },
  "notify.heartbeat-failed": {
    message: "The address of notify.heartbeat did not answer as it should: {reason}.",
    hint: "It has to answer a GET with a status from 200 to 299 within half a minute.",
    exit: 1,
    retryable: true,
  },
  "notify.nobody": {
    message: "Nobody is told anything: neither notify.webhook nor notify.smtp nor notify.heartbeat is set.",
    hint: "Set one of them in tidemark.toml; docs/notifications.md has examples.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;
