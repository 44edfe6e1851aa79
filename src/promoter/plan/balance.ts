import type { Reason } from "../../domain/promotion.ts";
import { hundredths } from "../write/numbers.ts";
import type { Values } from "./three-way.ts";
import { reason } from "./values.ts";

export interface Amounts {
  /** A transaction's own fields. */
  readonly header: Values;
  /** The user's lines, names with prefix, and the path of each: `detail[1].`. */
  readonly lines: readonly { readonly path: string; readonly values: Values }[];
  /** An amount that is not given counts as zero; false: MoneyWorks works it out, and it is not judged. */
  readonly isWhole: boolean;
}

/** Where amounts do not add up to the cent: MoneyWorks would refuse them, or move the difference into some line. */
export function balanceFaults({ header, lines, isWhole }: Amounts): readonly Reason[] {
  const judged = lines.map(({ path, values }) => judgeLine(path, values, isWhole));
  const faults = judged.flatMap(({ fault }) => fault ?? []);
  const total = judged.reduce<number | null>(
    (sum, { gross }) => (sum === null || gross === null ? null : sum + gross),
    0,
  );
  if (total === null || faults.length > 0) return faults;
  const given = header.get("gross");
  if ((given === undefined && !isWhole) || hundredths(given) === total) return faults;
  return [reason("does-not-balance", "gross", "The lines do not come to the gross of the transaction.")];
}

interface JudgedLine {
  /** In hundredths; null: MoneyWorks works it out. */
  readonly gross: number | null;
  readonly fault: Reason | null;
}

function judgeLine(path: string, values: Values, isWhole: boolean): JudgedLine {
  const [net, tax, gross] = ["net", "tax", "gross"].map((name) => values.get(`detail.${name}`));
  const all = isWhole || (net !== undefined && tax !== undefined && gross !== undefined);
  if (!all) return { gross: gross === undefined ? sumOf(net, tax) : hundredths(gross), fault: null };
  const sum = hundredths(net) + hundredths(tax);
  if (sum === hundredths(gross)) return { gross: sum, fault: null };
  const text = `Net and tax of ${path.slice(0, -1)} do not make its gross.`;
  return { gross: hundredths(gross), fault: reason("does-not-balance", `${path}gross`, text) };
}

function sumOf(net: string | null | undefined, tax: string | null | undefined): number | null {
  return net === undefined || tax === undefined ? null : hundredths(net) + hundredths(tax);
}
