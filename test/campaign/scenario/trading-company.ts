import type { NewRow } from "../../../src/simulator/company/data.ts";
import type { CompanySource } from "../../../src/simulator/store/document.ts";
import { smallCompany } from "../../support/small-company.ts";

const MODTIME = "20250301120000";
const INVOICES = 5;

/** The small company with more customers and products, and five invoices of two lines that are not posted. */
export function tradingCompany(): CompanySource {
  const { tables } = smallCompany();
  const rows = (table: string) => Array.from(tables[table] ?? []);
  return {
    tables: {
      ...tables,
      name: [...rows("name"), ...many(20, 4, customer)],
      product: [...rows("product"), ...many(40, 3, product)],
      job: [...rows("job"), ...many(9, 2, (n) => ({ code: `JOB${n}`, description: `Job ${n}` }))],
      transaction: [...rows("transaction"), ...Array.from({ length: INVOICES }, (_, n) => invoice(n))],
    },
  };
}

function many(first: number, count: number, fields: (n: number) => NewRow["fields"]): NewRow[] {
  return Array.from({ length: count }, (_, n) => ({ seq: first + n, modtime: MODTIME, fields: fields(n) }));
}

function customer(n: number): NewRow["fields"] {
  const parts = { customertype: "1", recaccount: "1500", kind: "1", productpricing: "A" };
  return { code: `CUST${n}`, name: `Customer ${n}`, phone: `09 555 020${n}`, comment: "as ever", ...parts };
}

function product(n: number): NewRow["fields"] {
  const parts = { salesacct: "4000", stockacct: "1300", sellunit: "ea", conversionfactor: "1.000000", type: "P" };
  return { code: `PROD${n}`, description: `Product ${n}`, sellprice: `${10 * (n + 1)}.000000`, ...parts };
}

/** Of 115.00 and 57.50, fifteen per cent of tax in each. */
function invoice(n: number): NewRow {
  const seq = 1050 + n;
  const common = { period: "1311", transactiontype: "DII" };
  const sale = { ...common, account: "4000-", taxcode: "G" };
  const lines = [
    { ...sale, description: "Work", gross: "115.00", tax: "15.00", net: "100.00", credit: "100.00" },
    { ...sale, description: "More work", gross: "57.50", tax: "7.50", net: "50.00", credit: "50.00" },
    { ...common, account: "1500-", flags: "-32768", debit: "172.50" },
    { ...common, account: "2400-", flags: "-32760", taxcode: "G", credit: "22.50", discount: "0.150000" },
  ];
  return {
    seq,
    modtime: MODTIME,
    fields: {
      ourref: String(2210 + n),
      transdate: "20250220",
      enterdate: "20250220",
      duedate: "20250320",
      period: "1311",
      type: "DII",
      namecode: `CUST${n % 4}`,
      description: `Invoice ${n}`,
      gross: "172.50",
      taxamount: "22.50",
      contra: "1500",
      tofrom: `Customer ${n % 4}`,
      status: "U",
      enteredby: "RB",
    },
    lines: lines.map((fields, at) => ({
      seq: 3400 + n * 10 + at,
      modtime: MODTIME,
      fields: { ...fields, parentseq: String(seq), sort: String(at + 1) },
    })),
  };
}
