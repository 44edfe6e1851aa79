import type { SimRow } from "../store/row.ts";

/** What becomes of an export that holds a poisoned record. */
export const POISON_EFFECTS = ["error", "hang", "malformed", "cut"] as const;
/** A 500 without a known text · no answer at all · XML that is not well-formed · a connection that breaks in the body. */
export type PoisonEffect = (typeof POISON_EFFECTS)[number];

/** Records whose content cannot be exported. Lists in custom formats leave the content alone and go on working. */
export class PoisonedRecords {
  readonly #effects = new Map<string, PoisonEffect>();

  /** @param table lower case */
  add(table: string, seq: number, effect: PoisonEffect): void {
    this.#effects.set(`${table} ${seq}`, effect);
  }

  heal(table: string, seq: number): void {
    this.#effects.delete(`${table} ${seq}`);
  }

  clear(): void {
    this.#effects.clear();
  }

  /** The effect of the first poisoned record among these, or line of them; null: they can be exported. */
  in(table: string, rows: readonly SimRow[]): PoisonEffect | null {
    if (this.#effects.size === 0) return null;
    for (const { seq, lines = [] } of rows) {
      const effects = [
        this.#effects.get(`${table} ${seq}`),
        ...lines.map((line) => this.#effects.get(`detail ${line}`)),
      ];
      const effect = effects.find((one) => one !== undefined);
      if (effect !== undefined) return effect;
    }
    return null;
  }
}

/** An XML answer in which something is not closed. */
export function malformed(body: string): string {
  return body.replace("</table>", "<unclosed></table>");
}
