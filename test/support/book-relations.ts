import type { MwRecord, Row } from "../../src/domain/record.ts";

/** Whole cents of a field, by its bare name; 0 where it is blank. */
export function centsIn({ fields }: Row, name: string): number {
  const text = fields.find((field) => field.name === name || field.name === `detail.${name}`)?.value ?? "0";
  const [whole = "0", part = ""] = text.replace("-", "").split(".");
  const cents = Number(whole) * 100 + Number(part.slice(0, 2).padEnd(2, "0"));
  return text.startsWith("-") ? -cents : cents;
}

export function linesOf(record: MwRecord): readonly Row[] {
  return record.subfiles.find(({ element }) => element === "detail")?.rows ?? [];
}

/** What is true of a transaction's amounts, by name. Written apart from the books, from the facts of moneyworks.md 8.4. */
export function relationsIn(record: MwRecord): Map<string, boolean> {
  const lines = linesOf(record);
  const sum = (rows: readonly Row[], name: string) => rows.reduce((total, row) => total + centsIn(row, name), 0);
  const entered = lines.filter((row) => centsIn(row, "gross") !== 0 || centsIn(row, "net") !== 0);
  const gross = centsIn(record, "gross");
  const positive = entered.filter((row) => centsIn(row, "gross") > 0);
  const relations = new Map([
    ["debits are credits", sum(lines, "debit") === sum(lines, "credit")],
    ["lines make the gross", sum(entered, "gross") === gross],
    ["debits of a journal make the gross", sum(positive, "gross") === gross],
    ["lines make the tax", sum(entered, "tax") === centsIn(record, "taxamount")],
    ["all is paid", gross === centsIn(record, "amtpaid")],
    ["paid and written off", gross === centsIn(record, "amtpaid") + centsIn(record, "amtwrittenoff")],
    ["the order is the gross", gross === centsIn(record, "ordertotal")],
  ]);
  for (const [index, row] of lines.entries()) addLine(relations, { lines, entered, gross, index, row });
  return relations;
}

interface Line {
  readonly lines: readonly Row[];
  readonly entered: readonly Row[];
  readonly gross: number;
  readonly index: number;
  readonly row: Row;
}

function addLine(relations: Map<string, boolean>, { entered, gross, index, row }: Line): void {
  const posted = centsIn(row, "debit") - centsIn(row, "credit");
  const net = centsIn(row, "net");
  const code = codeOf(row);
  if (entered.includes(row)) {
    relations.set(`line ${index}: gross is net and tax`, centsIn(row, "gross") === net + centsIn(row, "tax"));
    relations.set(`line ${index}: net is posted`, Math.abs(posted) === Math.abs(net));
    relations.set(`line ${index}: base is net`, centsIn(row, "basecurrencynet") === net);
    relations.set(`line ${index}: price`, priceFits(row));
  } else {
    const taxes = entered
      .filter((other) => codeOf(other) === code)
      .reduce((total, other) => total + centsIn(other, "tax"), 0);
    relations.set(`line ${index}: posts the gross`, Math.abs(posted) === Math.abs(gross));
    relations.set(`line ${index}: posts its taxes`, Math.abs(posted) === Math.abs(taxes));
  }
}

function codeOf({ fields }: Row): string {
  return fields.find(({ name }) => name === "detail.taxcode")?.value ?? "";
}

function priceFits(row: Row): boolean {
  const number = (name: string) => Number(row.fields.find((field) => field.name === `detail.${name}`)?.value ?? 0);
  return Math.abs(number("stockqty") * number("unitprice") * 100 - centsIn(row, "net")) <= 0.51;
}
