/** The chart of accounts: `control` accounts are those that MoneyWorks posts to by itself. */
export interface AccountSpec {
  readonly code: string;
  readonly description: string;
  /** IN income, SA sales, CS cost of sales, EX expense, CA current asset, FA fixed asset, CL current liability, TL term liability, SF shareholders' funds. */
  readonly type: string;
  /** BK bank, AR receivable, AP payable, GR GST received, GP GST paid, PL profit and loss (manual). */
  readonly system?: string;
  readonly category?: string;
  readonly taxCode?: string;
  readonly byDepartment?: true;
}

export const BANK = "1000";
export const STOCK = "1300";
export const RECEIVABLE = "1500";
export const DEPRECIATION = "1810";
export const GST_CONTROL = "2400";
export const GST_PAID = "2410";
export const PAYABLE = "2500";
const WORK_IN_PROGRESS = "1400";
export const SALES = "4000";
export const SERVICES = "4100";
export const COST_OF_SALES = "6000";
export const INTEREST = "4900";

export const EXPENSES = ["7100", "7200", "7230", "7300", "7400", "7500"] as const satisfies readonly [
  string,
  ...string[],
];

export const CHART: readonly AccountSpec[] = [
  { code: BANK, description: "Cheque Account", type: "CA", system: "BK" },
  { code: "1010", description: "Savings Account", type: "CA", system: "BK" },
  { code: STOCK, description: "Stock on Hand", type: "CA" },
  { code: WORK_IN_PROGRESS, description: "Work in Progress", type: "CA" },
  { code: RECEIVABLE, description: "Accounts Receivable", type: "CA", system: "AR" },
  { code: "1800", description: "Plant & Machinery", type: "FA" },
  { code: DEPRECIATION, description: "Accumulated Depreciation", type: "FA" },
  { code: GST_CONTROL, description: "GST Control", type: "CL", system: "GR" },
  { code: GST_PAID, description: "GST Paid", type: "CL", system: "GP" },
  { code: PAYABLE, description: "Accounts Payable", type: "CL", system: "AP" },
  { code: "2900", description: "Term Loan", type: "TL" },
  { code: "3400", description: "Current Earnings", type: "SF", system: "PL" },
  { code: SALES, description: "Sales - Widgets", type: "IN", category: "SALES", taxCode: "G", byDepartment: true },
  { code: SERVICES, description: "Sales - Services", type: "IN", category: "SALES", taxCode: "G", byDepartment: true },
  { code: INTEREST, description: "Interest Received", type: "IN", taxCode: "E" },
  { code: COST_OF_SALES, description: "Cost of Widgets", type: "CS", category: "COST", taxCode: "G" },
  { code: "7100", description: "Rent & Rates", type: "EX", category: "OVERHD", taxCode: "G", byDepartment: true },
  { code: "7200", description: "Power", type: "EX", category: "OVERHD", taxCode: "G" },
  { code: "7230", description: 'Repairs, "Tools" & Minor Plant', type: "EX", taxCode: "G", byDepartment: true },
  { code: "7300", description: "Freight", type: "EX", taxCode: "G" },
  { code: "7400", description: "Insurance", type: "EX", taxCode: "G" },
  { code: "7500", description: "Depreciation", type: "EX", taxCode: "E" },
];

export const DEPARTMENTS: readonly (readonly [code: string, description: string])[] = [
  ["NTH", "Northern workshop"],
  ["STH", "Southern workshop"],
  ["WEB", "Web shop"],
];

/** Hundredths of a percent would not be exact as binary fractions, so rates are in percent. */
export interface TaxSpec {
  readonly code: string;
  readonly name: string;
  readonly percent: number;
}

export const GST: TaxSpec = { code: "G", name: "GST", percent: 15 };
export const EXEMPT: TaxSpec = { code: "E", name: "Exempt", percent: 0 };
export const ZERO_RATED: TaxSpec = { code: "Z", name: "Zero rated", percent: 0 };
export const TAX_RATES: readonly TaxSpec[] = [
  GST,
  EXEMPT,
  ZERO_RATED,
  { code: "*", name: "Not applicable", percent: 0 },
];
