import type { Expected } from "../../../../anonymizer/audit/layout.ts";
import type { OutputHeader } from "../../../../anonymizer/model/header.ts";
import { manifestText } from "../finish.ts";
import { SNAPSHOT } from "../output/exports.ts";
import { headerComment } from "../output/header.ts";
import { snapshotHead } from "../output/open-output.ts";
import type { TableResult } from "../request.ts";
import { IGNORE, IGNORE_TEXT, MANIFEST } from "../spool/target.ts";

/** What a run with this header writes beside records. */
export function expectedOf(header: OutputHeader, secret: Uint8Array, tables: readonly TableResult[]): Expected {
  return {
    target: header.target,
    whole: new Map([
      [IGNORE, IGNORE_TEXT],
      [MANIFEST, manifestText(header, tables)],
    ]),
    comment: headerComment(header),
    firstLine: `${JSON.stringify(snapshotHead(secret, header))}\n`,
    snapshot: SNAPSHOT,
  };
}
