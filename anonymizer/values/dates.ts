import { fail } from "../../src/domain/errors/tidemark-error.ts";
import { Recent } from "./recent.ts";
import { Stream } from "./stream.ts";

/** MoneyWorks' blank date; earlier ones do not exist. */
const BLANK = "19040101";
const FIRST = "19040102";
const FEWEST_MONTHS = 13;
const MOST_MONTHS = 60;
const DAY = /^(\d{4})(\d\d)(\d\d)$/;
/** Of digits, impossible ones too; a blank one may be zeros. */
const WRITTEN = /^(?:0*|\d{8}|\d{14})$/;
/** Who asks knows where: books/located.ts. */
const SOMEWHERE = { where: "A date" };
const TIME = /^(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/;

/** How many whole months a world's dates go back: 13 to 60. */
export function monthsBack(key: Uint8Array): number {
  const stream = new Stream();
  stream.start(key);
  return FEWEST_MONTHS + stream.below(MOST_MONTHS - FEWEST_MONTHS + 1);
}

/** Moves dates back by so many whole months. */
export class EarlierDates {
  readonly #months: number;
  readonly #known = new Recent<string, string>(10_000);

  constructor(months: number) {
    this.#months = months;
  }

  /**
   * `YYYYMMDD` or `YYYYMMDDHHMMSS`, at the same time of day. The day is cut to the month's length, so that order and months hold.
   * A blank or impossible one stays, one that is written otherwise would show what it was; one that would come to the blank date, or before it, becomes the day after it.
   * @throws anonymize.not-a-date, which does not quote the text
   */
  date(original: string): string {
    if (!WRITTEN.test(original)) throw fail("anonymize.not-a-date", SOMEWHERE);
    if (original.length === 8) return this.#known.get(original, this.#day);
    const time = original.slice(8);
    return TIME.test(time) ? this.#known.get(original.slice(0, 8), this.#day) + time : original;
  }

  readonly #day = (original: string): string => {
    const parts = DAY.exec(original);
    if (parts === null || original === BLANK) return original;
    const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
    if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return original;
    const moved = year * 12 + (month - 1) - this.#months;
    const toYear = Math.floor(moved / 12);
    const toMonth = moved - toYear * 12 + 1;
    const toDay = Math.min(day, daysIn(toYear, toMonth));
    const to = `${padded(toYear, 4)}${padded(toMonth, 2)}${padded(toDay, 2)}`;
    return toYear < 1904 || to === BLANK ? FIRST : to;
  };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}
