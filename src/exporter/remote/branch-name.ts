/**
 * The rules of `git check-ref-format --branch` (git-check-ref-format(1)), without its expansion of `@{-1}`.
 * Control bytes are judged on the UTF-8 form, so any text above U+007F is allowed, as in git.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/^$/, "it is empty"],
  [/^-/, "it begins with a dash"],
  [/^HEAD$/, "HEAD is git's own name"],
  // Everything but printable ASCII and what lies above it.
  [/[^!-~\u0080-\uffff]/, "it holds a space or a control character"],
  [/[~^:?*[\\]/, "it holds one of ~ ^ : ? * [ \\"],
  [/\.\./, "it holds two dots in a row"],
  [/@\{/, "it holds @{"],
  [/^\/|\/$|\/\//, "a slash begins it, ends it or is doubled"],
  [/(^|\/)\./, "a part of it begins with a dot"],
  [/\.lock(\/|$)/, "a part of it ends with .lock"],
  [/\.$/, "it ends with a dot"],
  [/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/, "it is not valid Unicode"],
];

/** Why git would not accept the name for a branch, or null when it would. */
export function branchNameFault(name: string): string | null {
  return RULES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
