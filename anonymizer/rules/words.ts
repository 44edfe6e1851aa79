import type { AddressPart, CodeDomain, FakeKind } from "../model/rule.ts";

/** What a rule's text may begin with, as people write it. */
export const RULE_FORMS = [
  "keep",
  "drop",
  "code DOMAIN",
  "number TABLE",
  "fake KIND",
  "address GROUP PART",
  "text",
  "amount",
  "price",
  "date",
] as const;

export const FAKE_KINDS = keysOf<FakeKind>({
  person: true,
  company: true,
  party: true,
  position: true,
  salutation: true,
  phone: true,
  email: true,
  url: true,
  "bank-name": true,
  "bank-account": true,
  "tax-number": true,
  "card-number": true,
  barcode: true,
  product: true,
  city: true,
});

export const ADDRESS_PARTS = keysOf<AddressPart>({
  line: true,
  postcode: true,
  state: true,
  country: true,
  block: true,
});

export const CODE_DOMAINS = keysOf<CodeDomain>({
  account: true,
  department: true,
  name: true,
  product: true,
  job: true,
  tax: true,
  document: true,
  person: true,
  category: true,
  group: true,
  currency: true,
  asset: true,
  location: true,
  list: true,
  other: true,
});

export function isOneOf<Word extends string>(word: string | undefined, words: readonly Word[]): word is Word {
  return words.some((one) => one === word);
}

/** A record, because the compiler then misses a word that the type has and the list has not. */
function keysOf<Word extends string>(words: Readonly<Record<Word, true>>): readonly Word[] {
  return Object.keys(words) as Word[];
}
