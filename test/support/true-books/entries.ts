import type { NewRow } from "../../../src/simulator/company/data.ts";
import type { DraftLine } from "../../../src/simulator/company/line.ts";
import { periodOf } from "../../../src/simulator/company/timeline.ts";
import { type Draft, integer, withoutBlanks } from "../../../src/simulator/company/values.ts";

/** A transaction before it has numbers: what its header says, and its lines. */
export interface Entry {
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly header: Draft & { readonly type: string };
  readonly lines: readonly DraftLine[];
}

/** Gives entries and their lines the numbers that come next. */
export class Numbering {
  #seq: number;
  #line: number;

  constructor(seq: number, line: number) {
    this.#seq = seq;
    this.#line = line;
  }

  /** The number that the next entry will get. */
  get next(): number {
    return this.#seq;
  }

  /** A posted transaction, entered on the day of its date. */
  row({ date, header, lines }: Entry): NewRow {
    const seq = this.#seq++;
    const modtime = `${date}101500`;
    const period = integer(periodOf(date));
    const shared = { parentseq: String(seq), period, transactiontype: header.type };
    const posted = { transdate: date, enterdate: date, period, status: "P", timeposted: modtime, enteredby: "RB" };
    return {
      seq,
      modtime,
      fields: withoutBlanks({ ...header, ...posted, postedby: "RB", ourref: String(700_000 + seq) }),
      lines: lines.map(({ fields }, at) => ({
        seq: this.#line++,
        modtime,
        fields: withoutBlanks({ ...fields, ...shared, sort: String(at + 1) }),
      })),
    };
  }
}

/** Cents of a decimal text; 0 for a blank one. */
export function centsOf(text: string | undefined): number {
  return Math.round(Number(text ?? 0) * 100);
}
