import type { ErrorCode } from "../../src/domain/errors/registry.ts";
import { type ErrorDetails, fail, type TidemarkError } from "../../src/domain/errors/tidemark-error.ts";
import { keyLines, lineOf } from "../../src/lib/toml-lines.ts";
import { tomlProblem } from "../../src/lib/toml-problem.ts";

/** A rules file as TOML has it, and where its lines are. */
export class RulesFile {
  readonly text: string;
  /** `version`, `codes`, `quasi` and one entry a table, as they stand in the file. */
  readonly entries: ReadonlyMap<string, unknown>;

  /** @throws anonymize.rules-syntax */
  constructor(text: string) {
    this.text = text;
    this.entries = new Map(Object.entries(parsed(text)));
  }

  /** What an entry holds, when it is a section; null when it is a value, a list or not there. */
  section(name: string): ReadonlyMap<string, unknown> | null {
    const section = this.entries.get(name);
    if (typeof section !== "object" || section === null || Array.isArray(section)) return null;
    return new Map(Object.entries(section));
  }

  /** The error with the line of this path. Lines are looked for here, not before: a sound file needs none. */
  fault(code: ErrorCode, path: readonly string[], details: ErrorDetails): TidemarkError {
    return fail(code, { line: lineOf(keyLines(this.text), path), ...details });
  }
}

function parsed(text: string): object {
  try {
    return Bun.TOML.parse(text);
  } catch (cause) {
    throw fail("anonymize.rules-syntax", { ...tomlProblem(text) }, { cause });
  }
}
