import type { RecordDetail } from "../../../api/contract/record.ts";

type Row = RecordDetail["subfiles"][number]["rows"][number];

/** Fields that any of the rows has, in the order in which they appear. */
export function columnNames(rows: readonly Row[], withSystem: boolean): string[] {
  const shown = rows.flatMap(({ fields }) => fields.filter(({ system }) => withSystem || !system));
  return [...new Set(shown.map(({ name }) => name))];
}

/** A column's heading: the fields of `<detail>` are called `detail.gross`, of which the heading of the table says the first half. */
export function headOf(field: string, element: string): string {
  return field.startsWith(`${element}.`) ? field.slice(element.length + 1) : field;
}

/** Empty: the row has no such field, which is what blank means. */
export function cellText({ fields }: Row, name: string): string {
  return fields.find((field) => field.name === name)?.value ?? "";
}
