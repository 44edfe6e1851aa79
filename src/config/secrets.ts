import { addressSecrets, loginSecrets } from "../lib/redact.ts";
import { OPTIONS, type OptionKey } from "./options.ts";

/** The texts in an option's value that nobody may see; none when it holds no secret or is not set. */
export function secretTexts(key: OptionKey, value: unknown): readonly string[] {
  if (typeof value !== "string") return [];
  switch (OPTIONS[key].secret) {
    case "whole":
      return [value];
    case "login":
      return loginSecrets(value);
    case "address":
      return addressSecrets(value);
    case "no":
      return [];
  }
}
