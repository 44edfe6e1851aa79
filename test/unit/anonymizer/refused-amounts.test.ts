import { describe, expect, test } from "bun:test";
import { anonymizeRecords } from "../../../anonymizer/anonymize-records.ts";
import { itemOf, table } from "../../support/anonymizing.ts";
import { errorOf } from "../../support/errors.ts";

const SECRET = new TextEncoder().encode("a secret for refused amounts");
const HUGE = "90071992547409.91";

interface Drawn {
  readonly fields: Readonly<Record<string, string>>;
  readonly lines?: readonly Readonly<Record<string, string>>[];
}

/** Half of all secrets make amounts larger: `SECRET` does. */
function refused(name: string, ...records: readonly Drawn[]): string {
  const items = records.map(({ fields, lines = [] }, index) => {
    const rows = lines.map((row, at) => ({ seq: 90 + at, modtime: "20250301120000", fields: row }));
    return itemOf(table(name), { seq: 17 + index, modtime: "20250301120000", fields, lines: rows });
  });
  const error = errorOf(() => anonymizeRecords(new Map([[table(name), items]]), { secret: SECRET }));
  return `${error.code}: ${error.message}`;
}

describe("an amount that cannot be scaled is told with where it stands, not what it is", () => {
  test("in a record, in a line, as a price", () => {
    expect(refused("transaction", { fields: { gross: "1.00", amtpaid: "12,50" } })).toBe(
      "anonymize.not-an-amount: Field amtpaid of transaction 17 is to be scaled, and holds something that is no number.",
    );
    const lines = [{ net: "5.00" }, { unitprice: "POA" }];
    expect(refused("transaction", { fields: { gross: "1.00" }, lines })).toContain(
      ": Field detail.unitprice in line 2 of transaction 17 is",
    );
    expect(refused("product", { fields: { code: "A" } }, { fields: { code: "B", costprice: HUGE } })).toBe(
      "anonymize.amount-too-large: Field costprice of product 18 is too large to be scaled to the cent: above 50 million million.",
    );
  });

  test("so is a date that cannot be moved", () => {
    expect(refused("transaction", { fields: { gross: "1.00", duedate: "10/03/2025" } })).toBe(
      "anonymize.not-a-date: Field duedate of transaction 17 is to be moved, and holds something that is no date as MoneyWorks writes it.",
    );
    expect(refused("name", { fields: { code: "A", dateoflastsale: "soon" } })).toContain(
      "Field dateoflastsale of name 17",
    );
  });

  test("before the first record is anonymized", () => {
    const payment = { fields: { invoiceid: "4", amount: "60000000000000.00" } };
    expect(refused("payments", payment, payment)).toContain(": The sum of all payments of transaction 4 is too large");
    expect(refused("payments", { fields: { amount: HUGE } })).toContain(": Field amount of a record of payments is");
    expect(refused("ledger", { fields: { balance: HUGE } })).toContain(": Field balance of ledger 17 is too large");
  });

  test("as a sum of what can be scaled by itself", () => {
    const lines = ["60000000000000.01", "60000000000000.02"].map((gross) => ({ account: "4000-", gross, net: gross }));
    expect(refused("transaction", { fields: { gross: "1.00" }, lines })).toContain(
      ": A sum of amounts of transaction 17",
    );
  });
});
