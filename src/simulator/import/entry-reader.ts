import type { TableSchema } from "../../domain/schema/schema.ts";
import type { Entry } from "../ledger/entry.ts";
import { type Family, familyOf } from "../ledger/families.ts";
import { bookLine, systemLines } from "../ledger/lines.ts";
import { amountText, cents } from "../ledger/money.ts";
import { type FieldValues, mergeFields } from "../store/row.ts";
import type { ImportContext } from "./context.ts";
import { readFields, userRows } from "./fields.ts";
import { workOutHeader } from "./header-defaults.ts";
import { readLine, toleranceOf } from "./line.ts";
import { requireJobs, requireName } from "./new-codes.ts";
import { ImportRefused } from "./refused.ts";
import type { XmlElement } from "./xml-reader.ts";

/** transaction.flags: entered by an import (observed). */
const IMPORTED = "16777216";

/**
 * Reads and checks one transaction, and completes it with what MoneyWorks computes: period, dates, control account,
 * tax total, system lines.
 * @throws ImportRefused
 */
export function readEntry(context: ImportContext, schema: TableSchema, record: XmlElement): Entry {
  const lines: FieldValues[] = [];
  const workOut = (field: string, before: FieldValues) => workOutHeader({ context, lines }, field, before);
  const subfile = (element: XmlElement, before: FieldValues) => {
    for (const row of userRows(element)) {
      requireJobs(context, row);
      lines.push(readLine(context, before, row));
    }
  };
  const given = readFields(context, { schema, workOut, subfile }, record);
  const family = knownFamily(given.type ?? "");
  requireName(context, family, given);
  const header = complete(context, given, lines);
  const balanced = balance(context, { header, family, lines });
  return assemble(context, family, balanced);
}

interface Balanced {
  readonly header: FieldValues;
  readonly lines: readonly FieldValues[];
}

function knownFamily(type: string): Family {
  if (type === "") throw new ImportRefused("A transaction needs a type");
  const family = familyOf(type);
  if (family === null) throw new ImportRefused(`Transactions of type "${type}" cannot be imported`);
  return family;
}

/** Fields that MoneyWorks fills in whether asked or not. */
function complete(context: ImportContext, given: FieldValues, lines: readonly FieldValues[]): FieldValues {
  const fields: Record<string, string> = { ...given };
  for (const field of ["transdate", "duedate", "contra", "tofrom", "prodpricecode", "gross"]) {
    if ((fields[field] ?? "") !== "" || (field === "gross" && "gross" in given)) continue;
    fields[field] = workOutHeader({ context, lines }, field, fields) ?? "";
  }
  return fields;
}

/** Lines must add up to the gross; a difference within the tolerance goes into the last line (inferred). */
function balance(context: ImportContext, entry: Balanced & { family: Family }): Balanced {
  const { header, family, lines } = entry;
  if (lines.length === 0) throw new ImportRefused("A transaction needs a detail line");
  const total = (name: string) => cents(lines.reduce((sum, line) => sum + Number(line[name] ?? 0), 0));
  if (family.stored === "JN") {
    if (Math.abs(total("net")) > toleranceOf(context)) throw new ImportRefused("The journal does not balance");
    const debits = lines.reduce((sum, line) => sum + Math.max(0, Number(line.net ?? 0)), 0);
    return { header: { ...header, gross: amountText(debits) }, lines };
  }
  const difference = cents(Number(header.gross ?? 0) - total("gross"));
  if (Math.abs(difference) > toleranceOf(context)) throw new ImportRefused("Details don't match gross");
  return { header, lines: difference === 0 ? lines : [...lines.slice(0, -1), rounded(lines.at(-1) ?? {}, difference)] };
}

function rounded(line: FieldValues, difference: number): FieldValues {
  const moved = (name: string) => amountText(Number(line[name] ?? 0) + difference);
  return mergeFields(line, { gross: moved("gross"), net: moved("net") });
}

function assemble({ session }: ImportContext, family: Family, { header, lines }: Balanced): Entry {
  const date = header.transdate ?? "";
  const period = session.periods.of(date);
  const [first, last] = session.openPeriods;
  if (period < first || period > last) throw new ImportRefused("Specified period not open");
  const lineHeader = { family, type: family.stored, period, date, contra: header.contra ?? "" };
  const taxamount = amountText(lines.reduce((sum, line) => sum + Number(line.tax ?? 0), 0));
  const fields = mergeFields(
    {},
    {
      ...header,
      type: family.stored,
      period: String(period),
      enterdate: session.stamp.slice(0, 8),
      enteredby: session.initials,
      status: "U",
      flags: IMPORTED,
      taxamount,
      ...(/^(SO|PO|QU)/.test(family.stored) ? { ordertotal: header.gross ?? "" } : {}),
    },
  );
  const booked = lines.map((line) => bookLine(lineHeader, line));
  return { fields, lines: [...booked, ...systemLines(session.document, lineHeader, booked)] };
}
