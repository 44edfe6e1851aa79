/** The header of an invoice to ROWAN. */
export const HEADER = "<type>DI</type><namecode>ROWAN</namecode><transdate>20250305</transdate>";
/** A line of 115.00 with 15.00 tax. */
export const LINE =
  "<detail.account>4000</detail.account><detail.taxcode>G</detail.taxcode><detail.gross>115</detail.gross>";

/** The subfile of a transaction. */
export function lines(...each: string[]): string {
  return `<subfile name="Detail">${each.map((line) => `<detail>${line}</detail>`).join("")}</subfile>`;
}

/** An import of one transaction. @param attributes of the table, with a space before them */
export function document(record: string, attributes = ""): string {
  return `<table name="Transaction"${attributes}><transaction>${record}</transaction></table>`;
}
