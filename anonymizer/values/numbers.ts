import { ibanCheck, isAbn, isAcn, isGbVat, isGtin, isIban, isIrd, isLuhn, isTfn } from "./check-digits.ts";
import { type Digits, digitsOf, formatted } from "./digits.ts";
import { isBranchOf, isNzAccount, nzAccount } from "./nz-accounts.ts";

/** Lengths of country calling codes (ITU-T E.164): one digit, two digits, and three for all others. */
const CALLING = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;
/** Words beside phone numbers that say nothing of whose they are. */
const PHONE_WORDS =
  /^(?:ext|extn|extension|x|fax|f|ph|phone|p|tel|t|mob|mobile|m|cell|ddi|ah|bh|home|work|office|direct|or|and)$/i;
/** What stands beside other numbers. */
const LABELS =
  /^(?:abn|acn|ird|tfn|vat|gst|tax|reg|no|nr|number|gb|xi|nz|au|za|ca|us|uk|bsb|acc|acct|account|iban|visa|mastercard|mc|amex)$/i;
const LETTERS = /[\p{L}\p{M}]+/gu;
const PHONE = /\+?\(?[0-9][0-9\s().-]*[0-9]|[0-9]/g;

/**
 * Numbers that have a format: separators stay, and check digits are right where the original's are. All are injective
 * among originals of one kind and length.
 */
export class Numbers {
  readonly #digits: Digits;
  /** Canada and South Africa have tax numbers with a Luhn digit. */
  readonly #luhnTax: boolean;
  readonly #british: boolean;

  constructor(digits: Digits, locale: string) {
    this.#digits = digits;
    this.#luhnTax = locale === "en_CA" || locale === "en_ZA";
    this.#british = locale === "en_GB";
  }

  /** Accounts of New Zealand keep their bank and a branch that it has; IBANs their country; other ones their first two digits. */
  bankAccount(original: string): string {
    return this.#nzAccount(original) ?? this.#iban(original) ?? this.#plain(original, 9, 2);
  }

  #nzAccount(original: string): string | null {
    const account = nzAccount(original);
    if (account === null) return null;
    const { bank, suffix } = account;
    const branch = this.#digits.walked(account.branch, (next) => isBranchOf(bank, next));
    const base = this.#digits.walked(account.base, (next) => isNzAccount({ bank, branch, base: next, suffix }));
    return this.#written(original, bank + branch + base + suffix);
  }

  #iban(original: string): string | null {
    const compact = original.replace(/\s/g, "");
    if (!isIban(compact)) return null;
    const country = compact.slice(0, 2);
    const account = this.#digits.permuted(compact.slice(4));
    const next = country + ibanCheck(country, account) + account;
    let at = 0;
    return original.replace(/\S/g, () => next.charAt(at++));
  }

  taxNumber(original: string): string {
    const digits = digitsOf(original);
    if (isAbn(digits)) return this.#written(original, this.#abn(digits));
    if (isGbVat(digits) && (this.#british || /^\s*(?:GB|XI)/i.test(original))) {
      return this.#written(original, this.#gbVat(digits));
    }
    if (digits.length < 8 || /\p{L}{3}/u.test(original)) return this.#digits.permuted(original);
    return this.#written(original, this.#taxDigits(digits));
  }

  /** The first of nine digits stays: it says how old an IRD number is, and walks would be long without it. */
  #taxDigits(digits: string): string {
    const signature = this.#taxSignature(digits);
    const prefix = digits.slice(0, digits.length === 9 ? 1 : 0);
    const accepts = (next: string) => this.#taxSignature(prefix + next) === signature;
    return prefix + this.#digits.walked(digits.slice(prefix.length), accepts);
  }

  /** Which schemes a number fits; exactly these are to fit its pseudonym, so that no two come to the same. */
  #taxSignature(digits: string): number {
    return (
      (isIrd(digits) ? 1 : 0) |
      (isAcn(digits) ? 2 : 0) |
      (isTfn(digits) ? 4 : 0) |
      (this.#luhnTax && isLuhn(digits) ? 8 : 0) |
      (isAbn(digits) ? 16 : 0)
    );
  }

  /** A company's ABN is two check digits before its ACN, and stays so. */
  #abn(digits: string): string {
    const rest = this.#taxDigits(digits.slice(2));
    for (let check = 10; check < 99; check++) if (isAbn(check + rest)) return check + rest;
    return digits;
  }

  /** The two series of numbers differ by 55 in their check digits; each number stays in its own. */
  #gbVat(digits: string): string {
    const offset = gbVatSum(digits) % 97;
    const base = this.#digits.permuted(digits.slice(0, 7));
    const check = (((offset - gbVatSum(`${base}00`)) % 97) + 97) % 97;
    return base + String(check).padStart(2, "0") + digits.slice(9);
  }

  cardNumber(original: string): string {
    const digits = digitsOf(original);
    const isCard = digits.length >= 12 && digits.length <= 19 && isLuhn(digits);
    return isCard ? this.#written(original, this.#checked(digits, 2, isLuhn)) : this.#digits.permuted(original);
  }

  barcode(original: string): string {
    const digits = digitsOf(original);
    if (!isGtin(digits) || /\p{L}/u.test(original)) return this.#digits.permuted(original);
    return formatted(original, this.#checked(digits, digits.length > 12 ? 2 : 1, isGtin));
  }

  /** Leading digits stay, those between are permuted, the last one makes it right. */
  #checked(digits: string, kept: number, isValid: (digits: string) => boolean): string {
    const most = digits.slice(0, kept) + this.#digits.permuted(digits.slice(kept, -1));
    return most + [..."0123456789"].find((check) => isValid(most + check));
  }

  /**
   * The country's or area's digits stay, the others are permuted together, however they are grouped.
   *
   * @param words what becomes of words between numbers
   */
  phone(original: string, words: (text: string) => string): string {
    const between = (text: string) => text.replace(/\p{L}+/gu, (word) => (PHONE_WORDS.test(word) ? word : words(word)));
    let out = "";
    let end = 0;
    for (const match of original.matchAll(PHONE)) {
      out += between(original.slice(end, match.index)) + this.#phoneNumber(match[0]);
      end = match.index + match[0].length;
    }
    return out + between(original.slice(end));
  }

  #phoneNumber(original: string): string {
    const digits = digitsOf(original);
    let kept = 0;
    if (digits.length >= 7 && digits.startsWith("0")) kept = 2;
    if (digits.length >= 9 && original.startsWith("+")) kept = (CALLING.exec(digits)?.[0].length ?? 3) + 1;
    return formatted(original, digits.slice(0, kept) + this.#digits.permuted(digits.slice(kept)));
  }

  /** The new digits in the format of the original; what else is written there goes, unless it says what number it is. */
  #written(original: string, digits: string): string {
    return formatted(original, digits).replace(LETTERS, (word) =>
      LABELS.test(word) ? word : this.#digits.permuted(word),
    );
  }

  #plain(original: string, fewest: number, kept: number): string {
    const digits = digitsOf(original);
    if (digits.length < fewest || /\p{L}/u.test(original)) return this.#digits.permuted(original);
    return formatted(original, digits.slice(0, kept) + this.#digits.permuted(digits.slice(kept)));
  }
}

function gbVatSum(digits: string): number {
  return [8, 7, 6, 5, 4, 3, 2, 10, 1].reduce((sum, weight, i) => sum + weight * Number(digits.charAt(i)), 0);
}
