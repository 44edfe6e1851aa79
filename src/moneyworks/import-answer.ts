/** What MoneyWorks says it did with an import. */
export type ImportOutcome =
  | { readonly kind: "counts"; readonly created: number; readonly updated: number }
  /** `return_seq`: the number of the last record, and of no other. */
  | { readonly kind: "sequence"; readonly seq: number };

/**
 * Reads the answer to an import: `created 2; updated 1` (manual), `created: 2; updated: 1` (read by a working client), or a
 * bare sequence number when `return_seq` was asked for. null: none of these.
 */
export function parseImportAnswer(text: string): ImportOutcome | null {
  if (/^\s*[1-9]\d{0,9}\s*$/.test(text)) return { kind: "sequence", seq: Number(text) };
  const created = /created:?\s*(\d+)/i.exec(text)?.[1];
  const updated = /updated:?\s*(\d+)/i.exec(text)?.[1];
  if (created === undefined && updated === undefined) return null;
  return { kind: "counts", created: Number(created ?? 0), updated: Number(updated ?? 0) };
}
