import type { OutputHeader } from "../../../anonymizer/model/header.ts";
import { fakerHeader } from "../../../anonymizer/values/header.ts";
import { worldFingerprint } from "../../../anonymizer/values/keys.ts";
import { ANONYMIZED_MARK } from "../../domain/anonymized.ts";
import type { TableName } from "../../domain/ids.ts";
import { versionInfo } from "../version.ts";
import { textHash } from "./output/header.ts";
import type { RunOrder } from "./run.ts";
import type { AnonymizeSource } from "./sources/source.ts";
import type { Beginning } from "./spool/journal.ts";

/** What decides the bytes and can be told to anybody. */
export function headerOf({ request, rules, secret }: RunOrder): OutputHeader {
  return {
    format: ANONYMIZED_MARK,
    version: 1,
    tidemark: versionInfo().version,
    ...fakerHeader(request.locale),
    locale: request.locale,
    rules: textHash(rules),
    world: worldFingerprint(secret),
    target: request.as === "exports" ? request.format : request.as,
    copies: request.scale,
    sample: request.sample,
  };
}

/** All of it, by what an operator calls it: these words are in the error when something is another at a later start. */
export function beginningOf(source: AnonymizeSource, header: OutputHeader, tables: readonly TableName[]): Beginning {
  return {
    "the program": `${header.tidemark} ${versionInfo().commit}`,
    "the source": source.identity,
    "the secret": `of world ${header.world}`,
    "the rules": `of hash ${header.rules}`,
    "the made-up data": `${header.faker} ${header.localeData}`,
    "--locale": header.locale,
    "--as and --format": header.target,
    "--scale": String(header.copies),
    "--sample": String(header.sample ?? "all"),
    "the tables": tables.join(","),
  };
}
