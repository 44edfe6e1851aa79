import type { Pseudonyms } from "../../anonymizer/model/pseudonyms.ts";
import { createPseudonyms } from "../../anonymizer/values/pseudonyms.ts";

export const SECRET = new TextEncoder().encode("a secret that tests may know");

/** A world of its own, with nothing remembered from another test. */
export function pseudonymsOf({ secret = "", copy = 0, locale = "en_AU" } = {}): Pseudonyms {
  return createPseudonyms({ secret: secret === "" ? SECRET : new TextEncoder().encode(secret), copy, locale });
}
