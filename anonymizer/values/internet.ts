import { casedLike, foldText } from "./fold.ts";
import { hmac } from "./keys.ts";
import type { People } from "./people.ts";
import { Recent } from "./recent.ts";
import type { Stream } from "./stream.ts";

const EMAIL = /[^\s<>@,;:"()[\]]{1,64}@[^\s<>@,;:"()[\]]*[\p{L}\p{Nd}]/gu;
const URL_PARTS = /^(\s*(?:(?:https?|ftps?):\/\/)?)(www\.)?([^/?#:\s]+)(.*)$/isu;
/** Mailboxes of nobody in particular. */
const ROLES = new Set(
  "info accounts account admin sales office enquiries hello contact support orders payables receivables ap ar billing invoices finance payroll mail reception service help team manager".split(
    " ",
  ),
);

/** E-mail addresses and web addresses under `.example`, which is nobody's (RFC 2606). One host, one pseudonym. */
export class Internet {
  readonly #keys: { readonly email: Uint8Array; readonly host: Uint8Array };
  readonly #people: People;
  readonly #stream: Stream;
  readonly #hosts = new Recent<string, string>(2000);

  constructor(keys: { readonly email: Uint8Array; readonly host: Uint8Array }, people: People, stream: Stream) {
    this.#keys = keys;
    this.#people = people;
    this.#stream = stream;
  }

  /** Every address in the text; null when there is none. @param words what becomes of the rest */
  emails(original: string, words: (text: string) => string): string | null {
    let out = "";
    let end = 0;
    for (const match of original.matchAll(EMAIL)) {
      out += words(original.slice(end, match.index)) + this.#email(match[0]);
      end = match.index + match[0].length;
    }
    return end === 0 ? null : out + words(original.slice(end));
  }

  #email(address: string): string {
    const folded = foldText(address);
    const at = folded.lastIndexOf("@");
    const local = folded.slice(0, at);
    const host = this.#host(folded.slice(at + 1));
    if (ROLES.has(local)) return `${local}@${host}`;
    this.#stream.start(hmac(this.#keys.email, folded));
    const first = letters(this.#people.firstName());
    const last = letters(this.#people.lastName());
    const name =
      local.includes(".") || local.length > 9
        ? `${first}.${last}`
        : `${first}${last.charAt(0)}${/\d/.test(local) ? this.#stream.below(100) : ""}`;
    return casedLike(address, `${name}@${host}`);
  }

  /** `www.rowan.co.nz/about` → host under `.example`, the path word by word. */
  url(original: string, words: (text: string) => string): string {
    const [, scheme = "", www = "", host, path = ""] = URL_PARTS.exec(original) ?? [];
    return host === undefined ? words(original) : scheme + www + this.#host(foldText(host)) + words(path);
  }

  #host(folded: string): string {
    return this.#hosts.get(folded.replace(/^www\./, ""), (host) => {
      this.#stream.start(hmac(this.#keys.host, host));
      const first = letters(this.#people.lastName());
      const second = this.#stream.below(3) === 0 ? this.#people.trade() : this.#people.lastName();
      return `${first}-${letters(second)}.example`;
    });
  }
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, "");
}
