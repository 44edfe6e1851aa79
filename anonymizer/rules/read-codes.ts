import { closest } from "../../src/lib/closest.ts";
import type { CodeDomain } from "../model/rule.ts";
import type { RulesFile } from "./rules-file.ts";
import { CODE_DOMAINS, isOneOf } from "./words.ts";

/** [codes]: each kind of code once. @throws anonymize.rules-codes */
export function readCodes(file: RulesFile): ReadonlyMap<CodeDomain, "replace" | "keep"> {
  const codes = new Map<CodeDomain, "replace" | "keep">();
  for (const [domain, what] of file.section("codes") ?? []) {
    if (!isOneOf(domain, CODE_DOMAINS)) throw unknownDomain(file, domain);
    if (what !== "replace" && what !== "keep") {
      throw file.fault("anonymize.rules-codes", ["codes", domain], {
        reason: `${domain} is neither "replace" nor "keep"`,
      });
    }
    codes.set(domain, what);
  }
  const missing = CODE_DOMAINS.filter((domain) => !codes.has(domain));
  if (missing.length === 0) return codes;
  throw file.fault("anonymize.rules-codes", ["codes"], { reason: `nothing is said of ${missing.join(", ")}` });
}

function unknownDomain(file: RulesFile, domain: string) {
  const near = closest(domain, CODE_DOMAINS);
  const meant = near === null ? "" : ` (did you mean ${near}?)`;
  const reason = `'${domain}' is no kind of code${meant}; they are ${CODE_DOMAINS.join(", ")}`;
  return file.fault("anonymize.rules-codes", ["codes", domain], { reason });
}
