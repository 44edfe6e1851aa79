import type { Rules } from "../model/rule.ts";
import { refuseBrokenReferences } from "./broken-references.ts";
import { readCodes } from "./read-codes.ts";
import { readQuasi } from "./read-quasi.ts";
import { readTables } from "./read-tables.ts";
import { RulesFile } from "./rules-file.ts";

/**
 * Reads a whole rules file. What it says nothing of has no rule: completeness.ts.
 * @throws anonymize.rules-syntax, rules-version, rules-section, rules-field, bad-rule, rules-codes, rules-quasi, with line
 *   and name of what was wrong; anonymize.rules-break-references with every field that would refer to nothing
 */
export function readRules(text: string): Rules {
  const file = new RulesFile(text);
  const version = file.entries.get("version");
  if (version !== 1) {
    const said = version === undefined ? "no version" : `version ${JSON.stringify(version)}`;
    throw file.fault("anonymize.rules-version", ["version"], { said });
  }
  const tables = readTables(file);
  const codes = readCodes(file);
  const rules: Rules = { version, codes, tables, quasi: readQuasi(file, tables), text };
  refuseBrokenReferences(rules);
  return rules;
}
