import type { NewRow } from "../../src/simulator/company/data.ts";
import type { CompanySource } from "../../src/simulator/store/document.ts";

const MODTIME = "20250301120000";

/** Numbers from `first`, one by one. */
function rows(first: number, records: readonly Readonly<Record<string, string>>[]): NewRow[] {
  return records.map((fields, index) => ({ seq: first + index, modtime: MODTIME, fields }));
}

/** An unposted invoice to ROWAN, 230.00 with 30.00 tax, as MoneyWorks holds it. */
function invoice(seq: number): NewRow {
  const common = { period: "1311", transactiontype: "DII" };
  const lines = [
    { ...common, account: "4000-", taxcode: "G", gross: "230.00", tax: "30.00", net: "200.00", credit: "200.00" },
    { ...common, account: "1500-", flags: "-32768", debit: "230.00" },
    { ...common, account: "2400-", flags: "-32760", taxcode: "G", credit: "30.00", discount: "0.150000" },
  ];
  return {
    seq,
    modtime: MODTIME,
    fields: {
      ourref: "2203",
      transdate: "20250220",
      enterdate: "20250220",
      duedate: "20250320",
      period: "1311",
      type: "DII",
      namecode: "ROWAN",
      description: "Widget sales",
      gross: "230.00",
      taxamount: "30.00",
      contra: "1500",
      tofrom: "Rowan & Sons Joinery Ltd",
      status: "U",
      enteredby: "RB",
    },
    lines: rows(
      3301,
      lines.map((line, index) => ({ ...line, parentseq: String(seq), sort: String(index + 1) })),
    ),
  };
}

/**
 * A document in which every record is known: accounts 1000 1300 1500 2400 2410 2500 4000 5000, tax codes G (15 %) and
 * E (none), names ROWAN (customer) and TUIPAPER (supplier), product WID-OAK-L, job HOUSE, department NTH, and one
 * unposted invoice, number 1042.
 */
export function smallCompany(): CompanySource {
  return {
    tables: {
      account: rows(100, [
        { code: "1000", type: "CA", description: "Cheque Account", system: "BK", printedchequenumber: "000500" },
        { code: "1300", type: "CA", description: "Stock" },
        { code: "1500", type: "CA", description: "Debtors", system: "AR" },
        { code: "2400", type: "CL", description: "GST received", system: "GR" },
        { code: "2410", type: "CL", description: "GST paid", system: "GP" },
        { code: "2500", type: "CL", description: "Creditors", system: "AP" },
        { code: "4000", type: "IN", description: "Sales - Widgets", taxcode: "G" },
        { code: "5000", type: "EX", description: "Stationery", taxcode: "G" },
      ]),
      department: rows(2, [{ code: "NTH", description: "North" }]),
      taxrate: rows(2, [
        { taxcode: "G", ratename: "GST", rate1: "15.000000", recaccount: "2400", paidaccount: "2410" },
        { taxcode: "E", ratename: "Exempt" },
      ]),
      name: rows(12, [
        {
          code: "ROWAN",
          name: "Rowan & Sons Joinery Ltd",
          address1: "14 Harbour Rd",
          address2: "Whangarei",
          phone: "09 555 0101",
          customertype: "2",
          debtorterms: "-20",
          recaccount: "1500",
          kind: "1",
          comment: "Call before 10am\rUse side gate",
          productpricing: "A",
        },
        { code: "TUIPAPER", name: "Tui Paper Supplies", suppliertype: "2", creditorterms: "30", payaccount: "2500" },
      ]),
      product: rows(31, [
        {
          code: "WID-OAK-L",
          supplier: "TUIPAPER",
          description: "Oak widget, large",
          salesacct: "4000",
          stockacct: "1300",
          sellunit: "ea",
          sellprice: "100.000000",
          costprice: "41.250000",
          conversionfactor: "10.000000",
          buyprice: "412.500000",
          buyunit: "box",
          stockonhand: "34.000000",
          stockvalue: "1402.500000",
          type: "P",
        },
      ]),
      job: rows(5, [{ code: "HOUSE", description: "House on the hill", client: "ROWAN" }]),
      transaction: [invoice(1042)],
    },
  };
}
