import { fieldNumber, fieldText, type SimRow } from "../store/row.ts";
import type { Table } from "../store/table.ts";
import type { Changes } from "./records.ts";

/** A plausible change that somebody might make. */
export interface Suggestion {
  readonly table: string;
  readonly row: SimRow;
  readonly fields: Changes;
}

type Suggest = (row: SimRow, chance: () => number) => Changes;

const KINDS: readonly (readonly [table: string, suggest: Suggest])[] = [
  ["name", (_row, chance) => ({ phone: `09 555 ${digits(chance, 4)}` })],
  [
    "name",
    (row, chance) => ({
      comment: `${fieldText(row, "comment")}${fieldText(row, "comment") && "\r"}Rang ${digits(chance, 3)}`,
    }),
  ],
  ["product", (row, chance) => ({ sellprice: (fieldNumber(row, "sellprice") || 10) * (0.9 + chance() * 0.3) })],
  ["product", (_row, chance) => ({ reorderlevel: 1 + Math.floor(chance() * 50) })],
  ["transaction", (_row, chance) => ({ theirref: `PO-${digits(chance, 4)}` })],
];

/**
 * Chooses a record and a change to it.
 * @param table gives a table of the document
 * @param chance uniform in [0, 1)
 * @returns null when the document has no record of any kind that can be changed
 */
export function suggestEdit(table: (name: string) => Table, chance: () => number): Suggestion | null {
  const kinds = KINDS.filter(([name]) => table(name).size > 0);
  const [name, suggest] = kinds[Math.floor(chance() * kinds.length)] ?? [];
  if (name === undefined || suggest === undefined) return null;
  const rows = table(name);
  const row = rows.get(rows.order[Math.floor(chance() * rows.size)] ?? 0);
  return row === undefined ? null : { table: name, row, fields: suggest(row, chance) };
}

function digits(chance: () => number, count: number): string {
  return Array.from({ length: count }, () => Math.floor(chance() * 10)).join("");
}
