import { asTidemarkError, type TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { parseMoneyWorksUrl } from "../../moneyworks/parse-url.ts";

/** What a person wrote of a MoneyWorks document; null: not that. */
export interface Address {
  /** `https://books.example:6710` */
  readonly origin: string;
  readonly document: string | null;
  readonly user: string | null;
  readonly password: string | null;
}

/** Takes the place of a document and of a user that a person has not said yet. */
const UNSAID = "unsaid";

/** Whether an answer is an address where the name of a file would do as well. */
export function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * Reads a whole URL, or the beginning of one: a host alone, with a port, with `https://` before it. @returns the error of the
 * part that is wrong
 */
export function readAddress(text: string): Address | TidemarkError {
  const url = /^[a-z]+:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`;
  const [, scheme = "", rest = ""] = /^([a-z]+:\/\/)(.*)$/is.exec(url) ?? [];
  const isBare = !/\/(?!REST\/?$)./i.test(rest.replace(/^[^/]*@/, ""));
  const whole = isBare ? `${scheme}${rest.replace(/\/(REST\/?)?$/i, "")}/REST/${UNSAID}` : url;
  const hasUser = rest.includes("@");
  const named = hasUser ? whole : whole.replace(scheme, `${scheme}${UNSAID}@`);
  try {
    const { origin, document, login } = parseMoneyWorksUrl(named, hasPassword(named) ? null : "");
    const said = hasUser && login.name !== "";
    return {
      origin,
      document: isBare ? null : document,
      user: said ? login.name : null,
      password: hasPassword(named) ? login.password.reveal() : null,
    };
  } catch (reason) {
    return asTidemarkError(reason);
  }
}

function hasPassword(url: string): boolean {
  try {
    parseMoneyWorksUrl(url);
    return true;
  } catch (reason) {
    return asTidemarkError(reason).code !== "moneyworks.url-no-password";
  }
}

/** The URL of a document without its password; an empty password can stand nowhere else. */
export function urlOf({ origin, document, user, password }: Address): string {
  const [scheme = "", host = ""] = origin.split("://");
  const path = (document ?? "").split("/").map(encodeURIComponent).join("/");
  const login = `${encodeURIComponent(user ?? "")}${password === "" ? ":" : ""}`;
  return `${scheme}://${login}@${host}/REST/${path}`;
}
