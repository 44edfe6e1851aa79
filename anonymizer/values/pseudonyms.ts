import { Faker } from "@faker-js/faker";
import type { Address, PseudonymOptions, Pseudonyms } from "../model/pseudonyms.ts";
import type { FakeKind } from "../model/rule.ts";
import { Addresses, type AddressSizes } from "./addresses.ts";
import { Alphabets } from "./alphabets.ts";
import { ScaledAmounts, scaleFactor } from "./amounts.ts";
import { Codes } from "./codes.ts";
import { countryOf } from "./countries.ts";
import { EarlierDates, monthsBack } from "./dates.ts";
import { Digits } from "./digits.ts";
import { Fakes } from "./fakes.ts";
import { Internet } from "./internet.ts";
import { Keys } from "./keys.ts";
import { definitionsOf } from "./locales.ts";
import { Numbers } from "./numbers.ts";
import { People } from "./people.ts";
import { Stream } from "./stream.ts";
import { Texts } from "./text.ts";
import { Words } from "./words.ts";

/** Values of each kind that are remembered, by all copies together. */
const KEPT = 8_000;

/** @throws anonymize.secret-short, anonymize.locale */
export function createPseudonyms({ secret, copy, locale, copies = 1 }: PseudonymOptions): Pseudonyms {
  const kept = Math.max(100, Math.floor(KEPT / copies));
  const keys = new Keys(secret, copy);
  const alphabets = new Alphabets();
  const stream = new Stream();
  const faker = new Faker({ locale: [...definitionsOf(locale)], randomizer: stream });
  const people = new People(faker, stream);
  const codes = new Codes(keys.ofCopy("code"), alphabets, kept);
  const words = new Words(keys.ofCopy("text"), faker.definitions.lorem.word, kept);
  const texts = new Texts(words, codes, kept / 2);
  const country = countryOf(locale);
  const addresses = new Addresses({ key: keys.ofCopy("address"), country, people, stream, kept: kept / 4 });
  const numbers = new Numbers(new Digits(keys.ofCopy("digits"), alphabets, kept / 4), locale);
  const internet = new Internet({ email: keys.ofCopy("email"), host: keys.ofCopy("host") }, people, stream);
  const fakes = new Fakes({ keys, stream, people, numbers, internet, addresses, texts, kept });
  const amounts = new ScaledAmounts(scaleFactor(keys.ofWorld("scale")));
  const dates = new EarlierDates(monthsBack(keys.ofWorld("months")));
  return {
    code: (original) => codes.code(original),
    codeWithin: (original, size) => withSuffix(codes.code(original), copy, size),
    text: (original) => texts.text(original),
    fake: (what: FakeKind, original, size) => fakes.fake(what, original, size),
    address: (original: Address, sizes: AddressSizes) => addresses.address(original, sizes),
    date: (original) => dates.date(original),
    cents: (cents) => amounts.cents(cents),
    amount: (text) => amounts.amount(text),
    price: (text) => amounts.price(text),
  };
}

function withSuffix(code: string, copy: number, size: number): string {
  const suffix = copy === 0 || code === "" ? "" : `~${copy}`;
  return size > 0 && code.length + suffix.length > size ? code : code + suffix;
}
