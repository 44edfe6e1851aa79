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

/** @throws anonymize.secret-short, anonymize.locale */
export function createPseudonyms({ secret, copy, locale }: PseudonymOptions): Pseudonyms {
  const keys = new Keys(secret, copy);
  const alphabets = new Alphabets();
  const stream = new Stream();
  const faker = new Faker({ locale: [...definitionsOf(locale)], randomizer: stream });
  const people = new People(faker, stream);
  const codes = new Codes(keys.ofCopy("code"), alphabets);
  const texts = new Texts(new Words(keys.ofCopy("text"), faker.definitions.lorem.word), codes);
  const addresses = new Addresses(keys.ofCopy("address"), countryOf(locale), people, stream);
  const fakes = new Fakes({
    keys,
    stream,
    people,
    numbers: new Numbers(new Digits(keys.ofCopy("digits"), alphabets), locale),
    internet: new Internet({ email: keys.ofCopy("email"), host: keys.ofCopy("host") }, people, stream),
    addresses,
    texts,
  });
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
