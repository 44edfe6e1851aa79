/** What MoneyWorks says it did with an import. */
export type ImportOutcome =
  | { readonly kind: "counts"; readonly created: number; readonly updated: number }
  /** `return_seq`: the number of the last record, and of no other. */
  | { readonly kind: "sequence"; readonly seq: number };

const COUNTS = /^(?:created:?\s*(\d{1,10}))?[;,.\s]*(?:updated:?\s*(\d{1,10}))?[;,.\s]*$/i;
const NUMBER = /^[1-9]\d{0,9}$/;
const HIGHEST_NUMBER = 0xffff_ffff;

/**
 * Reads the answer to an import: `created 2; updated 1` (manual), `created: 2; updated: 1` (read by a working client), or, where
 * it was asked for, a bare sequence number. One count alone counts unless it is zero: the other may be cut off.
 * @returns null: none of these, and nothing but these
 */
export function parseImportAnswer(text: string, returnSeq: boolean): ImportOutcome | null {
  const answer = text.trim();
  if (NUMBER.test(answer)) {
    const seq = Number(answer);
    return returnSeq && seq <= HIGHEST_NUMBER ? { kind: "sequence", seq } : null;
  }
  const [, created, updated] = COUNTS.exec(answer) ?? [];
  const counts = { created: Number(created ?? 0), updated: Number(updated ?? 0) };
  const whole = created !== undefined && updated !== undefined;
  return whole || counts.created + counts.updated > 0 ? { kind: "counts", ...counts } : null;
}
