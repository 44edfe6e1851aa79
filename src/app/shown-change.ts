import type { LoggedChange } from "../domain/ports/staging.ts";
import { masking } from "../sync/private-fields.ts";
import { iso } from "./iso.ts";

/** A change as the API and `tidemark log` show it: `at` in ISO 8601, private values hidden. */
export type ShownChange = Omit<LoggedChange, "at"> & { readonly at: string };

export function shownChange(change: LoggedChange, hidden: ReadonlySet<string>): ShownChange {
  const mask = masking(hidden, change.table, change.field ?? "");
  return { ...change, at: iso(change.at), old: mask(change.old), new: mask(change.new) };
}
