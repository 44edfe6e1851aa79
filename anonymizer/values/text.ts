import type { Codes } from "./codes.ts";
import { outsideMarks } from "./marks.ts";
import { Recent } from "./recent.ts";
import type { Words } from "./words.ts";

/** Runs of letters, marks and digits, joined by single signs as codes, names of hosts and local parts are. */
const TOKEN = /[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}]*(?:[-/._+][\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}]*)*/gu;
const RUN = /[\p{L}\p{M}\p{Nd}]+/gu;
const HAS_DIGIT = /\p{Nd}/u;
const CAPITALS = /^\p{Lu}{2,}$/u;
/** What has to be looked at before it is cut into tokens. Bounded as RFC 5321 has it, or a long text would be searched from each of its letters. */
const ADDRESS =
  /(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>"]+|[\p{L}\p{Nd}._%+-]{1,64}@[\p{L}\p{Nd}-]{1,63}(?:\.[\p{L}\p{Nd}-]{1,63})+/giu;
/** RFC 2606. */
const RESERVED = [".example", ".test"];

/**
 * Free text: every word becomes another one that is as long, every token with a digit is a code, and so are words in capitals among
 * small letters, so that a mention of a code is its pseudonym. White space, line breaks and punctuation stay.
 */
export class Texts {
  readonly #words: Words;
  readonly #codes: Codes;
  readonly #known: Recent<string, string>;

  constructor(words: Words, codes: Codes, kept: number) {
    this.#known = new Recent(kept);
    this.#words = words;
    this.#codes = codes;
  }

  text(original: string): string {
    return this.#known.get(original, this.#make);
  }

  /** A host's name of the same length, under a domain that is nobody's (RFC 2606); without a dot, and so no host, where there is no room for one. */
  #host(original: string): string {
    const ending = RESERVED.find((reserved) => original.length > reserved.length + 1) ?? "";
    const own = original.slice(0, original.length - ending.length);
    return this.#words.word(own.toLowerCase().replace(/\P{L}/gu, "x")) + ending;
  }

  readonly #make = (original: string): string => outsideMarks(original, this.#piece);

  readonly #piece = (original: string): string => {
    const mixed = /\p{Ll}/u.test(original);
    if (!original.includes("@") && !/:\/\/|www\./i.test(original)) return this.#tokens(original, mixed);
    let out = "";
    let end = 0;
    for (const match of original.matchAll(ADDRESS)) {
      out += this.#tokens(original.slice(end, match.index), mixed) + this.#address(match[0], mixed);
      end = match.index + match[0].length;
    }
    return out + this.#tokens(original.slice(end), mixed);
  };

  #tokens(text: string, mixed: boolean): string {
    return text.replace(TOKEN, (token) => {
      if (HAS_DIGIT.test(token)) return this.#codes.code(token);
      return token.replace(RUN, (run) => (mixed && CAPITALS.test(run) ? this.#codes.code(run) : this.#words.word(run)));
    });
  }

  #address(text: string, mixed: boolean): string {
    const url = /^([a-z]+:\/\/)?(www\.)?([^/?#:]*)(.*)$/isu.exec(text);
    if (!text.includes("@") && url !== null) {
      const [, scheme = "", www = "", host = "", path = ""] = url;
      return scheme + www + (host === "" ? "" : this.#host(host)) + this.#tokens(path, mixed);
    }
    const at = text.lastIndexOf("@");
    return `${this.#tokens(text.slice(0, at), mixed)}@${this.#host(text.slice(at + 1))}`;
  }
}
