/** How many values of a field were compared with what became of them, and how many were as before. */
export interface Unmoved {
  readonly field: string;
  compared: number;
  equal: number;
}

/** Smaller amounts may round to themselves. */
const LEAST_AMOUNT = 100;
/** Blank ones stay. */
const DATE = /^(?!1904|0000)\d{8}(\d{6})?$/;

/** Amounts that are not scaled and dates that are not moved: no search finds them, because equal figures are everywhere. */
export class UnmovedFields {
  readonly #fields = new Map<string, Unmoved>();

  compare(field: string, moves: "amount" | "date", before: string | undefined, after: string): void {
    if (before === undefined || !counts(moves, before)) return;
    const known = this.#fields.get(field) ?? { field, compared: 0, equal: 0 };
    this.#fields.set(field, known);
    known.compared++;
    if (before === after) known.equal++;
  }

  /** All since the last call. */
  take(): readonly Unmoved[] {
    const taken = [...this.#fields.values()];
    this.#fields.clear();
    return taken;
  }
}

function counts(moves: "amount" | "date", value: string): boolean {
  return moves === "amount" ? Math.abs(Number(value)) >= LEAST_AMOUNT : DATE.test(value);
}

/** More than one in fifty is no chance. */
export function isUnmoved({ compared, equal }: Unmoved): boolean {
  return equal * 50 > compared;
}
