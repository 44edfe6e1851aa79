import type { NewRow } from "../../../src/simulator/company/data.ts";
import { rngAt } from "../../../src/simulator/company/random.ts";
import { type Draft, sequenceNumber, withoutBlanks } from "../../../src/simulator/company/values.ts";

const MODTIME = "20250210093000";

/** Fields of a name that the generator leaves blank: numbers with their check digits, further persons and addresses. */
export function privateFields(seed: number, index: number, { code, name }: NewRow["fields"]): Draft {
  const rng = rngAt(seed, "private", index);
  const digits = (count: number) => Array.from({ length: count }, () => rng.int(10)).join("");
  const some = (times: number, fields: () => Draft): Draft => (rng.once(times) ? fields() : {});
  return {
    ...some(2, () => ({ bankaccountnumber: `12-${digits(4)}-${digits(7)}-00`, accountname: name ?? "" })),
    ...some(3, () => ({ taxnumber: `${rng.between(10, 99)}-${digits(3)}-${digits(3)}` })),
    ...some(3, () => ({ mobile: `021 ${digits(3)} ${digits(4)}`, ddi: `09 555 ${digits(4)}` })),
    ...some(4, () => ({
      delivery1: `${rng.between(1, 300)} Wharf Rd`,
      delivery2: "Tauranga",
      deliverypostcode: digits(4),
    })),
    ...some(9, () => ({ creditcardnum: luhn(`4${digits(14)}`), creditcardexpiry: "11/27", creditcardname: "I Rowan" })),
    ...some(5, () => ({ contact2: "Noor Larch", email2: `noor${index}@larch.example`, salutation: "Dear Noor" })),
    ...some(6, () => ({
      weburl: `https://www.${digits(5)}.example`,
      comment: `Was ${code} at Harbour Rd\rRing Noor Larch`,
    })),
  };
}

/** Appends the check digit of payment cards (ISO/IEC 7812-1, annex B). */
function luhn(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits + ((10 - (sum % 10)) % 10);
}

export interface OtherCounts {
  readonly name: number;
  readonly product: number;
}

/** Tables that refer to others by number and that the generator leaves out. */
export function otherTables(counts: OtherCounts): Readonly<Record<string, NewRow[]>> {
  const product = (at: number) => String(sequenceNumber(at % counts.product));
  return {
    memo: rows(Math.ceil(counts.name / 3), (at) => ({
      nameseq: String(sequenceNumber((at * 3) % counts.name)),
      order: String(1 + (at % 2)),
      date: "20240912",
      text: `Spoke to Noor Larch about ${2000 + at}`,
    })),
    build: rows(Math.min(40, counts.product), (at) => ({
      productseq: product(at),
      qty: "2.000000",
      memo: "Two a box",
    })),
    inventory: rows(Math.min(60, counts.product), (at) => ({
      productseq: product(at * 7),
      location: "MAIN",
      qty: "5.000000",
    })),
    stickies: rows(12, (at) => ({
      filenum: "3",
      ownerseq: String(sequenceNumber(at)),
      user: "RB",
      message: "Ask Noor",
    })),
    link: rows(2, (at) => ({ dept: at === 0 ? "NTH" : "STH", group: "SHOPS" })),
    offledger: rows(2, (at) => ({
      kind: at === 0 ? "CUR" : "USR",
      name: at === 0 ? "AUD" : "HEADS",
      description: at === 0 ? "Australian dollar" : "Heads",
      balance00: at === 0 ? "1.089000" : "14.000000",
      balance01: at === 0 ? "1.091500" : "13.000000",
    })),
  };
}

function rows(count: number, fields: (at: number) => Draft): NewRow[] {
  return Array.from({ length: count }, (_, at) => ({
    seq: sequenceNumber(at),
    modtime: MODTIME,
    fields: withoutBlanks(fields(at)),
  }));
}
