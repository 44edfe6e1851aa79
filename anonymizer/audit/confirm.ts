import type { Item } from "../model/batch.ts";
import { eachField } from "./fields.ts";
import { keyOf } from "./form-key.ts";
import type { Forms } from "./forms.ts";
import { isOwnText, type Roles } from "./sensitive.ts";

/** An original that has a form. */
export interface Confirmed {
  readonly key: number;
  readonly field: string;
  readonly record: number | null;
  /** To be compared with what was found; never shown. */
  readonly value: string;
}

/** The first original in these records for each of the forms: exact, where the filter only guesses. */
export function confirmForms(
  items: readonly Item[],
  wanted: ReadonlySet<number>,
  { roles, forms }: { readonly roles: Roles; readonly forms: Forms },
): readonly Confirmed[] {
  const found = new Map<number, Confirmed>();
  for (const { record: source, seq: record } of items) {
    eachField(source, (element, _, field, value) => {
      const { role, name, isCode } = roles.of(element, field);
      if (role !== "secret" || isOwnText(value)) return;
      forms.ofValue(value, isCode, (low, high) => {
        const key = keyOf(low, high);
        if (wanted.has(key) && !found.has(key)) found.set(key, { key, field: name, record, value });
      });
    });
  }
  return [...found.values()];
}
