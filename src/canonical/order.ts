import type { SubfileRow } from "../domain/record.ts";

/** Fields and subfiles stand in ascending order of their name, by UTF-16 code units. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** A row's place in its subfile: its `sort`; 0 where that is blank, absent or no number. MoneyWorks counts from 1. */
export function sortOf(row: SubfileRow, element: string): number {
  return numberIn(row, element, "sort");
}

/**
 * Rows in canonical order: by `sort`, then by sequence number, then as they came. MoneyWorks numbers a transaction's
 * lines in `sort` (observed on 9.2.1).
 */
export function sortRows(rows: readonly SubfileRow[], element: string): SubfileRow[] {
  const placed = rows.map((row) => ({
    row,
    sort: sortOf(row, element),
    seq: numberIn(row, element, "sequencenumber"),
  }));
  placed.sort((a, b) => a.sort - b.sort || a.seq - b.seq);
  return placed.map(({ row }) => row);
}

/** A field with or without the element's prefix, `detail.sort` or `sort`, as a finite number. */
function numberIn(row: SubfileRow, element: string, name: string): number {
  const prefixed = `${element}.${name}`;
  const field = row.fields.find((candidate) => candidate.name === prefixed || candidate.name === name);
  const number = Number(field?.value ?? 0);
  return Number.isFinite(number) ? number + 0 : 0;
}
