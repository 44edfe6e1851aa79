import { expect, test } from "bun:test";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { auditedWorld, auditOf } from "../../support/auditing.ts";

/** What says of which kind a value is, and stays: in every list of customers, and nobody's secret. */
const COMMON: readonly Record<string, string>[] = [
  { name: "Jones & Associates Limited", address1: "Private Bag 4021", address2: "Hamilton", address3: "New Zealand" },
  { name: "Taylor Partnership Incorporated", address1: "Level 12, 40 Hill Street", address4: "NEW ZEALAND" },
  { name: "Khan & Daughters Ltd", address1: "Locked Bag 17", address2: "Perth, Western Australia 6000" },
  { name: "Cook Trust Incorporated", address1: "GPO Box 77, Sydney, New South Wales 2001", state: "New South Wales" },
  { name: "Bank of New Zealand", address1: "Suite 14", address2: "Australian Capital Territory" },
  { phone: "direct office line 09 555 0101", fax: "home office", salutation: "Kia ora John", contact: "Hon Dr Ward" },
  { taxnumber: "NZ GST Reg No 49-091-850", creditcardnum: "Mastercard Visa 4111 1111 1111 1111" },
  { bank: "Heretaunga Savings Bank", delivery1: "South Australia", deliverycountry: "United Kingdom" },
  { bank: "Police Credit Union", delivery1: "Attention: Accounts Payable", delivery2: "Care of Accounts" },
  { bank: "Nelson Building Society", addresscountry: "New Zealand", email: "info@smith.co.nz" },
];

function realistic(tables: Record<string, NewRow[]>): void {
  for (const table of Object.keys(tables)) delete tables[table];
  tables.name = COMMON.map((fields, i) => {
    return { seq: i + 1, modtime: "20250310120000", fields: { code: `FIRM${i}`, ...fields } };
  });
}

test.each([21, 22, 23])("what a list of real customers has in common is no leak, in world %d", async (seed) => {
  const { findings, values } = await auditOf(auditedWorld({ seed, transactions: 1, change: realistic }));
  expect(findings).toEqual([]);
  expect(values).toBeGreaterThan(30);
});
