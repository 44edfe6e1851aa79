import type { Item } from "../model/batch.ts";
import { eachField } from "./fields.ts";
import type { FormFilter } from "./filter.ts";
import type { Forms } from "./forms.ts";
import { isOwnText, type Roles } from "./sensitive.ts";

export interface Searching {
  readonly roles: Roles;
  readonly forms: Forms;
  readonly filter: FormFilter;
}

/** Adds every form of every sensitive value. @returns how many values there were */
export function gatherForms(items: readonly Item[], { roles, forms, filter }: Searching): number {
  let values = 0;
  const add = (low: number, high: number): void => filter.add(low, high);
  for (const { record } of items) {
    eachField(record, (element, _, field, value) => {
      const { role, isCode } = roles.of(element, field);
      if (role !== "secret" || isOwnText(value)) return;
      values++;
      forms.ofValue(value, isCode, add);
    });
  }
  return values;
}
