/** ISO/IEC 7812-1, annex B: cards; in Canada business numbers, in South Africa VAT numbers. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i));
    const weighted = i % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/** GS1 General Specifications, 7.9: EAN-8, UPC-A (12), EAN-13, ITF-14. */
export function isGtin(digits: string): boolean {
  if (![8, 12, 13, 14].includes(digits.length)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += Number(digits.charAt(digits.length - 1 - i)) * (i % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
}

/** Inland Revenue, RWT and NRWT specification: modulo 11 with a second row of weights where the first gives 10. */
export function isIrd(digits: string): boolean {
  const value = Number(digits);
  if (digits.length < 8 || digits.length > 9 || value < 10_000_000 || value > 150_000_000) return false;
  const base = digits.slice(0, -1).padStart(8, "0");
  let check = (11 - (weighted(base, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  if (check === 10) check = (11 - (weighted(base, [7, 4, 3, 2, 5, 2, 7, 6]) % 11)) % 11;
  return check === Number(digits.slice(-1));
}

/** Australian Business Register, "Format of the ABN": modulo 89 after taking 1 from the first digit. */
export function isAbn(digits: string): boolean {
  if (digits.length !== 11 || digits.startsWith("0")) return false;
  return (weighted(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0;
}

/** ASIC, "Australian Company Number digit check": modulo 10. */
export function isAcn(digits: string): boolean {
  if (digits.length !== 9) return false;
  return (weighted(digits, [8, 7, 6, 5, 4, 3, 2, 1]) + Number(digits.slice(-1))) % 10 === 0;
}

/** Tax file numbers of 9 digits, and of 8, which are older: modulo 11. */
export function isTfn(digits: string): boolean {
  if (digits.length === 9) return weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;
  return digits.length === 8 && weighted(digits, [10, 7, 8, 4, 6, 3, 5, 1]) % 11 === 0;
}

/** HMRC: modulo 97, and since 2009 also with 55 added ("9755"). Of 12 digits the last three are a branch. */
export function isGbVat(digits: string): boolean {
  if (digits.length !== 9 && digits.length !== 12) return false;
  const sum = weighted(digits, [8, 7, 6, 5, 4, 3, 2, 10, 1]);
  return sum % 97 === 0 || (sum + 55) % 97 === 0;
}

/** ISO 13616: the country's letters and check digits moved to the end, letters as 10 to 35, modulo 97. */
export function isIban(compact: string): boolean {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact) && mod97(compact.slice(4) + compact.slice(0, 4)) === 1;
}

/** The two check digits of an IBAN. */
export function ibanCheck(country: string, account: string): string {
  return String(98 - mod97(`${account}${country}00`)).padStart(2, "0");
}

function mod97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** Digits times weights, summed; what has no weight does not count. */
function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits.charAt(i)), 0);
}
