import type { MailServer } from "../domain/ports/mailer.ts";
import type { ValueType } from "./option.ts";
import { outOfRange, textsOf, wrongType } from "./value-types.ts";

/** An http or https address, kept as it was written. */
export const webAddressType: ValueType<string> = {
  expected: "an http or https address",
  placeholder: "URL",
  parse(raw) {
    const { value } = raw;
    if (typeof value !== "string" || !/^https?:\/\/[^\s]+$/i.test(value)) return wrongType(this.expected, raw);
    return URL.canParse(value) ? { value } : wrongType(this.expected, raw);
  },
  format: (value) => value,
};

/** A mail server's address, kept as it was written: see `mailServer`. */
export const mailServerType: ValueType<string> = {
  expected: "a mail server such as smtps://user:password@host or smtp://user:password@host:587",
  placeholder: "URL",
  parse(raw) {
    const { value } = raw;
    return typeof value === "string" && mailServer(value) !== null ? { value } : wrongType(this.expected, raw);
  },
  format: (value) => value,
};

/**
 * Reads `smtps://user:password@host:465` (TLS from the first byte) or `smtp://host:587` (STARTTLS, without which nothing is sent;
 * on this host itself no TLS). What is reserved in user or password is percent-encoded. null: it is neither.
 */
export function mailServer(text: string): MailServer | null {
  const match = /^(smtps?):\/\/(?:([^\s/?#@]*)@)?(\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(?::(\d{1,5}))?\/?$/i.exec(
    text.trim(),
  );
  const [, scheme = "", userInfo, name = "", digits] = match ?? [];
  // Names of hosts are the same as in http.
  if (match === null || !URL.canParse(`http://${name}/`)) return null;
  const isTls = scheme.toLowerCase() === "smtps";
  const port = digits === undefined ? (isTls ? 465 : 587) : Number(digits);
  const login = userInfo === undefined ? null : loginOf(userInfo);
  if (login === undefined || port < 1 || port > 65_535) return null;
  const host = new URL(`http://${name}/`).hostname.replace(/^\[|\]$/g, "");
  return { host, port, protection: isTls ? "tls" : isThisHost(host) ? "plain" : "starttls", login };
}

/** undefined: it cannot be read. */
function loginOf(userInfo: string): MailServer["login"] | undefined {
  const [, user, password] = /^([^:]+):(.+)$/.exec(userInfo) ?? [];
  if (user === undefined || password === undefined) return undefined;
  try {
    return { user: decodeURIComponent(user), password: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

function isThisHost(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** RFC 5321, and then only what needs no quotes: nothing that could end an address and begin another. */
const MAIL_ADDRESS = /^[^\s@<>()[\],;:"\\\p{Cc}]+@[^\s@<>()[\],;:"\\\p{Cc}]+$/u;
const LONGEST_ADDRESS = 254;

export const mailAddressType: ValueType<string> = {
  expected: "a mail address such as tidemark@example.com",
  placeholder: "ADDRESS",
  parse(raw) {
    const { value } = raw;
    return typeof value === "string" && isMailAddress(value) ? { value } : wrongType(this.expected, raw);
  },
  format: (value) => value,
};

const MOST_ADDRESSES = 20;

export const mailAddressesType: ValueType<readonly string[]> = {
  expected: `up to ${MOST_ADDRESSES} mail addresses, separated by commas`,
  placeholder: "ADDRESS,…",
  parse(raw) {
    const addresses = textsOf(raw);
    if (addresses === null || !addresses.every(isMailAddress)) return wrongType(this.expected, raw);
    return addresses.length > MOST_ADDRESSES ? outOfRange(this.expected, raw) : { value: addresses };
  },
  format: (value) => value.join(","),
};

function isMailAddress(text: string): boolean {
  return text.length <= LONGEST_ADDRESS && MAIL_ADDRESS.test(text);
}
