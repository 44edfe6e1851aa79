import { BLANK_MODTIME } from "../domain/ids.ts";
import type { PendingSummary } from "../domain/ports/staging.ts";
import type { TableMarker } from "../domain/run.ts";

/** Records a commit's body names; the rest are counted. */
export const MOST_BODY_LINES = 200;
const MOST_FIELDS = 20;

/** `poll: name 2 changed, transaction 1 added`; `poll: configuration` when no record differs. */
export function commitSubject(verb: string, summary: PendingSummary): string {
  const parts: string[] = [];
  let table = "";
  for (const { table: name, operation, records } of summary.counts) {
    parts.push(name === table ? `${records} ${operation}` : `${name} ${records} ${operation}`);
    table = name;
  }
  return `${verb}: ${parts.length === 0 ? "configuration" : parts.join(", ")}`;
}

/** One line per record with its changed fields: `name ROWAN changed: phone, email`. */
export function commitBody(summary: PendingSummary): string[] {
  const total = summary.counts.reduce((sum, { records }) => sum + records, 0);
  const lines = summary.records.slice(0, MOST_BODY_LINES).map(({ table, key, operation, fields }) => {
    const shown = fields.slice(0, MOST_FIELDS).join(", ") + (fields.length > MOST_FIELDS ? ", …" : "");
    return `${table} ${oneLine(key)} ${operation}${shown === "" ? "" : `: ${shown}`}`;
  });
  return total > lines.length ? [...lines, `… and ${total - lines.length} more`] : lines;
}

/**
 * `name=20250310141502 transaction=-`: the marker of every table that ever held a record; `-` while its first read is
 * unfinished.
 */
export function markerTrailer(markers: readonly TableMarker[]): string {
  const told = markers.filter(({ marker }) => marker !== BLANK_MODTIME);
  return told.map(({ table, marker }) => `${table}=${marker ?? "-"}`).join(" ") || "-";
}

/** A key may hold any character; a commit message line must stay one line. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, "␣");
}
