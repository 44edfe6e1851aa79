import type { FakeKind } from "../model/rule.ts";
import type { Addresses } from "./addresses.ts";
import { casedLike, fitting, foldText } from "./fold.ts";
import type { Internet } from "./internet.ts";
import { hmac, type Keys } from "./keys.ts";
import type { Numbers } from "./numbers.ts";
import { legalPart, type People } from "./people.ts";
import { Recent } from "./recent.ts";
import type { Stream } from "./stream.ts";
import type { Texts } from "./text.ts";

const OTHER_DIGITS = /[^\P{Nd}0-9]/u;
/** Draws until one fits; more would not help. */
const DRAWS = 8;
/** What is drawn from a stream. A party draws as the person or the firm that it looks like, so that one name is one party. */
type DrawnKind = "person" | "company" | "position" | "salutation" | "bank-name" | "product";

type NumberKind = "phone" | "bank-account" | "tax-number" | "card-number" | "barcode";

export interface FakeSources {
  readonly keys: Keys;
  readonly stream: Stream;
  readonly people: People;
  readonly numbers: Numbers;
  readonly internet: Internet;
  readonly addresses: Addresses;
  readonly texts: Texts;
  /** How many values are remembered. */
  readonly kept: number;
}

/** Made-up values by kind. */
export class Fakes {
  readonly #of: FakeSources;
  readonly #keys: Readonly<Record<DrawnKind, Uint8Array>>;
  readonly #known: Recent<string, string>;

  constructor(sources: FakeSources) {
    this.#of = sources;
    this.#known = new Recent(sources.kept);
    const key = (kind: DrawnKind) => sources.keys.ofCopy(`fake ${kind}`);
    this.#keys = {
      person: key("person"),
      company: key("company"),
      position: key("position"),
      salutation: key("salutation"),
      "bank-name": key("bank-name"),
      product: key("product"),
    };
  }

  fake(what: FakeKind, original: string, size: number): string {
    if (original.trim() === "") return original;
    return this.#known.get(`${what}\0${size}\0${original}`, () => {
      const made = fitting(this.#make(what, original, size), size);
      // Of words that are kept, and of numbers of which there is but one, nothing was replaced.
      return foldText(made) === foldText(original) ? fitting(this.#of.texts.text(original), size) : made;
    });
  }

  #make(what: FakeKind, original: string, size: number): string {
    const { people, addresses } = this.#of;
    switch (what) {
      case "party":
        return this.#drawn(people.isPerson(original) ? "person" : "company", original, size);
      case "email":
      case "url":
        return this.#internet(what, original, size);
      case "phone":
      case "bank-account":
      case "tax-number":
      case "card-number":
      case "barcode":
        return this.#number(what, original);
      case "city":
        return addresses.city(original);
      default:
        return this.#drawn(what, original, size);
    }
  }

  #number(what: NumberKind, original: string): string {
    const { numbers, texts } = this.#of;
    // The digits of a mark are no digits of the number; those of other scripts have no format that is known.
    if (original.includes("\u241B") || OTHER_DIGITS.test(original)) return texts.text(original);
    switch (what) {
      case "phone":
        return numbers.phone(original, (text) => texts.text(text));
      case "bank-account":
        return numbers.bankAccount(original);
      case "tax-number":
        return numbers.taxNumber(original);
      case "card-number":
        return numbers.cardNumber(original);
      case "barcode":
        return numbers.barcode(original);
    }
  }

  /** Where the made-up address is too long, one of the original's length. */
  #internet(what: "email" | "url", original: string, size: number): string {
    const { internet, texts } = this.#of;
    const words = (text: string) => texts.text(text);
    const made =
      (what === "email" ? internet.emails(original, words) : internet.url(original, words)) ?? words(original);
    return size === 0 || made.length <= size ? made : words(original);
  }

  #drawn(what: DrawnKind, original: string, size: number): string {
    const folded = foldText(original);
    this.#of.stream.start(hmac(this.#keys[what], what === "company" ? foldText(withoutLegalPart(original)) : folded));
    const name = original.trim().replace(/\s+/gu, " ");
    let shortest = "";
    for (let draw = 0; draw < DRAWS; draw++) {
      const made = casedLike(original, this.#draw(what, name));
      if (foldText(made) === folded) continue;
      if (size === 0 || made.length <= size) return made;
      if (shortest === "" || made.length < shortest.length) shortest = made;
    }
    const cut = shortest.slice(0, size).trimEnd();
    return foldText(cut) === folded || cut === "" ? this.#of.texts.text(original) : cut;
  }

  #draw(what: DrawnKind, original: string): string {
    const { people } = this.#of;
    switch (what) {
      case "person":
        return people.person(original);
      case "company":
        return people.company(original);
      case "position":
        return people.position();
      case "salutation":
        return people.salutation(original);
      case "bank-name":
        return people.bankName();
      case "product":
        return people.product();
    }
  }
}

/** `Rowan Ltd` and `Rowan Limited` are one firm. */
function withoutLegalPart(name: string): string {
  const trimmed = name.trim();
  return trimmed.slice(0, trimmed.length - legalPart(trimmed).length) || trimmed;
}
