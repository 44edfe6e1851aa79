import { DEFAULT_RULES } from "../../../anonymizer/rules/default-rules.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";

export { DEFAULT_RULES };

/** The text of the rules in force. @throws anonymize.rules-file */
export function readRulesText(path: string | undefined, files: Files): string {
  if (path === undefined) return DEFAULT_RULES;
  try {
    return new TextDecoder().decode(files.read(path));
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw fail("anonymize.rules-file", { path, reason }, { cause });
  }
}
