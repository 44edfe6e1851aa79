import type { OutputHeader } from "../../../../anonymizer/model/header.ts";
import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../../domain/ids.ts";
import type { Files } from "../../../domain/ports/files.ts";
import { SCHEMA } from "../../../domain/schema/schema.ts";
import type { TableResult } from "../request.ts";
import { MANIFEST } from "../spool/target.ts";

/** What an output says of itself. Nothing of it is believed that is not found again. */
export interface Manifest {
  readonly header: Readonly<Record<string, unknown>>;
  readonly tables: readonly TableResult[];
}

/** @throws anonymize.audit-no-output */
export function readManifest(path: string, files: Files): Manifest {
  const bytes = files.readIfPresent(`${path}/${MANIFEST}`);
  if (bytes === null) throw fail("anonymize.audit-no-output", { path, reason: `it has no ${MANIFEST}` });
  const manifest = parsed(bytes);
  if (manifest === null) throw fail("anonymize.audit-no-output", { path, reason: `${MANIFEST} cannot be read` });
  const { tables, ...header } = manifest;
  if (!Array.isArray(tables)) throw fail("anonymize.audit-no-output", { path, reason: `${MANIFEST} names no tables` });
  return { header, tables: tables.map(tableResult).filter((table) => table !== null) };
}

function parsed(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return value !== null && typeof value === "object" ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

/** null for what no run writes: the manifest is then not word for word what is expected, and is searched. */
function tableResult(value: unknown): TableResult | null {
  if (value === null || typeof value !== "object") return null;
  const { table, read, written, lines } = value as Readonly<Record<string, unknown>>;
  if (typeof table !== "string" || !SCHEMA.has(table as TableName)) return null;
  const count = (number: unknown): number => (typeof number === "number" ? number : -1);
  return { table: table as TableName, read: count(read), written: count(written), lines: count(lines) };
}

/** What the operator calls the parts of a header. */
const WORDS: Readonly<Record<keyof OutputHeader, string>> = {
  format: "format",
  version: "format",
  tidemark: "version of tidemark",
  faker: "version of faker",
  locale: "locale",
  localeData: "locale data",
  rules: "set of rules (--rules)",
  world: "secret (--secret-file)",
  target: "form",
  copies: "number of copies",
  sample: "sample",
};

/** @throws anonymize.audit-other where the same output cannot be made with what is given */
export function refuseOther({ header: said }: Manifest, header: OutputHeader): void {
  const keys = Object.keys(WORDS) as (keyof OutputHeader)[];
  const differs = keys.filter((key) => said[key] !== header[key]).map((key) => WORDS[key]);
  if (differs.length > 0) throw fail("anonymize.audit-other", { differs: [...new Set(differs)].join(", ") });
}
