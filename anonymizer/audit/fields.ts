import type { MwRecord, SubfileRow } from "../../src/domain/record.ts";
import type { TargetForm } from "../model/batch.ts";
import { eachJsonPiece } from "./json.ts";
import { eachPiece, type PieceReader } from "./markup.ts";

/** @param row 0: of the record itself; from 1 on: of its rows, counted over all subfiles */
export type FieldSink = (element: string, row: number, field: string, value: string) => void;

/** All fields of a source record. */
export function eachField(record: MwRecord, sink: FieldSink): void {
  for (const { name, value } of record.fields) sink(record.element, 0, name, value);
  let row = 0;
  for (const { element, rows } of record.subfiles) {
    for (const { fields } of rows) {
      row++;
      for (const { name, value } of fields) sink(element, row, name, value);
    }
  }
}

/** What reads the pieces of one record in a form of output. */
export function piecesOf(form: TargetForm): PieceReader {
  return form === "snapshot" ? eachJsonPiece : eachPiece;
}

/**
 * Fields of a source record by where they stand in the output: `0 phone`, `2 account`. Terse exports have no rows that
 * MoneyWorks made itself, so the rows of an output record are counted without them.
 */
export function fieldsByPlace(record: MwRecord, form: TargetForm): ReadonlyMap<string, string> {
  const byPlace = new Map<string, string>();
  const isWritten = ({ system }: SubfileRow): boolean => form !== "terse" || !system;
  const subfiles = record.subfiles.map((subfile) => ({ ...subfile, rows: subfile.rows.filter(isWritten) }));
  eachField({ ...record, subfiles }, (_, row, field, value) => byPlace.set(placeOf(row, field), value));
  return byPlace;
}

/** Names in snapshots have no prefix. */
export function placeOf(row: number, field: string): string {
  return `${row} ${field.slice(field.lastIndexOf(".") + 1)}`;
}
