import type { PromotedField, PromotedRecord, PromotionDraft, PromotionReport, Reason } from "../domain/promotion.ts";
import type { PromoteResult } from "../promoter/promote-branches.ts";
import { isPrivate, maskValue, PRIVATE } from "../sync/private-fields.ts";

/** Reports without the values of private fields: those are for git alone, which has them in the files themselves. */
export function maskResult({ reports, error }: PromoteResult, hidden: ReadonlySet<string>): PromoteResult {
  return { reports: reports.map((report) => maskReport(report, hidden)), error };
}

export function maskReport(report: PromotionReport, hidden: ReadonlySet<string>): PromotionReport {
  return { ...report, records: maskRecords(report.records, hidden) };
}

/** The same for a draft. A document with a private field in it is left out as a whole. */
export function maskDraft(draft: PromotionDraft, hidden: ReadonlySet<string>): PromotionDraft {
  const secret = new Set(draft.records.filter((record) => holdsPrivate(record, hidden)).map(({ path }) => path));
  const documents = draft.documents.map(({ path, document }) => ({
    path,
    document: secret.has(path) ? PRIVATE : document,
  }));
  return { ...draft, records: maskRecords(draft.records, hidden), documents };
}

function holdsPrivate({ table, fields, kind }: PromotedRecord, hidden: ReadonlySet<string>): boolean {
  // A replaced invoice is sent as a whole, whatever was edited.
  if (kind === "invoice")
    return [...hidden].some((name) => name.startsWith("transaction.") || name.startsWith("detail."));
  return table !== null && fields.some(({ field }) => isPrivate(hidden, table, field));
}

function maskRecords(records: readonly PromotedRecord[], hidden: ReadonlySet<string>): readonly PromotedRecord[] {
  return records.map((record) => {
    const { table, fields, reasons } = record;
    if (table === null) return record;
    return {
      ...record,
      fields: fields.map((field) => (isPrivate(hidden, table, field.field) ? masked(field) : field)),
      reasons: holdsPrivate(record, hidden) ? reasons.map(withoutWords) : reasons,
    };
  });
}

/** MoneyWorks' own words may quote what it was sent. */
function withoutWords(reason: Reason): Reason {
  return reason.code === "moneyworks-refused" ? { ...reason, text: `MoneyWorks refused it. ${PRIVATE}` } : reason;
}

function masked({ base, theirs, moneyworks, ...field }: PromotedField): PromotedField {
  return { ...field, base: maskValue(base), theirs: maskValue(theirs), moneyworks: maskValue(moneyworks) };
}
