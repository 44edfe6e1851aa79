import type { ValueType } from "./option.ts";
import { textsOf, wrongType } from "./value-types.ts";

/** A branch, or all below a name: `changes`, `edits/*`. What git takes for a branch, nothing that a pattern could hide, and nothing that `adopt` sets aside; `off` is none. */
const PATTERN = /^(?!off$|set-aside\/|.*(?:\.\.|\.lock(?:\/|$)|\/\/|\/\.|@\{))[A-Za-z0-9_][A-Za-z0-9_.\-/]*?(?:\/\*)?$/;

/** Branches that incoming commits are taken from; `off`: none. */
export const branchPatternsType: ValueType<readonly string[]> = {
  expected:
    "branch names, such as changes, or names with /* behind them for all below, such as edits/*, but none below set-aside/; or off",
  placeholder: "BRANCH,…",
  parse(raw) {
    const names = raw.value === "off" ? [] : textsOf(raw);
    if (names === null || (names.length === 0 && raw.value !== "off" && !Array.isArray(raw.value)))
      return wrongType(this.expected, raw);
    const wrong = names.find((name) => !PATTERN.test(name) || /[/.]$/.test(name));
    return wrong === undefined ? { value: names } : wrongType(this.expected, { kind: "text", value: wrong });
  },
  format: (names) => (names.length === 0 ? "off" : names.join(",")),
};
