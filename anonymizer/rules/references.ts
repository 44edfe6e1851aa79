/**
 * Which field refers to which: every value that is not blank names a record of another table. Data, for whoever keeps
 * references whole or checks that they are. Names without prefix; rows of subfiles are tables of their own.
 * Sources: MoneyWorks manual, appendix "Fields"; the vendor's schema.
 */
export interface Reference {
  /** `detail.account` */
  readonly from: string;
  /** `account.code` */
  readonly to: string;
  /** Of `ACCOUNT-DEPT`: what stands before the first hyphen (all of it, where there is none), or after it. */
  readonly part?: "before" | "after";
  /** The value's sign decides between two tables: a negative one is -2147483648 plus the number. */
  readonly sign?: "positive" | "negative";
  /** Sound data has values without such a record too: purged transactions, codes of deleted records, free input. */
  readonly loose?: true;
}

/** `ACCOUNT-DEPT` in one field. */
const ACCOUNT_DEPT: readonly Reference[] = [
  "ledger.concat",
  "detail.account",
  "bankrecs.account",
  "autosplit.splitacct1",
  "autosplit.splitacct2",
  "autosplit.splitacct3",
  "autosplit.splitacct4",
  "name.splitacct1",
  "name.splitacct2",
  "product.salesacct",
  "product.cogacct",
  "product.stockacct",
  "job.wipaccount",
  "offledger.linkedaccountu",
  "offledger.linkedaccountr",
  "assetcat.assetaccount",
  "assetcat.depexpense",
  "assetcat.depexpenseprivate",
  "assetcat.accumdep",
  "assetcat.gainloss",
  "assetcat.gainlossprivate",
  "assetcat.impairment",
  "assetcat.revalsurplus",
].flatMap((from) => [
  { from, to: "account.code", part: "before" },
  { from, to: "department.code", part: "after" },
]);

const CODES: readonly Reference[] = [
  ...all("account.code", ["account.pandl", "ledger.accountcode", "transaction.contra", "jobsheet.account"]),
  ...all("account.code", ["taxrate.paidaccount", "taxrate.recaccount", "name.recaccount", "name.payaccount"]),
  ...all("account.code", ["offledger.preferredbankcr", "offledger.preferredbankcp"]),
  ...all("department.code", ["ledger.department", "link.dept", "detail.dept", "jobsheet.costcentre", "asset.dept"]),
  ...all("name.code", ["transaction.namecode", "product.supplier", "job.client"]),
  ...all("product.code", ["detail.stockcode", "build.partcode", "jobsheet.resource"]),
  ...all("job.code", ["detail.jobcode", "jobsheet.job"]),
  ...all("taxrate.taxcode", ["account.taxcode", "detail.taxcode", "name.taxcode"]),
  ...all("taxrate.taxcode", ["product.buytaxcodeoverride", "product.selltaxcodeoverride"]),
  ...all("assetcat.code", ["asset.category"]),
];

/** Codes that sound data has without a record of their own. */
const LOOSE_CODES: readonly Reference[] = [
  ...loose("general.code", ["account.category", "account.group", "department.classification", "link.group"]),
  ...loose("general.code", ["ledger.category", "ledger.classification"]),
  ...loose("product.code", ["transaction.freightcode"]),
  ...loose("job.code", ["job.project"]),
  ...loose("taxrate.taxcode", ["taxrate.combination", "taxrate.aliascode"]),
  ...loose("offledger.name", ["account.currency", "transaction.currency", "name.currency", "product.buypricecurrency"]),
  ...loose("inventory.location", ["detail.stocklocation", "jobsheet.stocklocation"]),
  ...loose("inventory.identifier", ["detail.serialnumber", "jobsheet.serialnumber"]),
  ...loose("login.initials", ["transaction.enteredby", "transaction.postedby", "jobsheet.enteredby", "log.who"]),
  ...loose("login.initials", ["transaction.approvedby1", "transaction.approvedby2", "asset.lastmodifiedby"]),
  ...loose("login.initials", ["message.user", "stickies.user", "filter.user", "login.role", "login.settingsdonor"]),
];

const NUMBERS: readonly Reference[] = [
  ...all("transaction.sequencenumber", ["detail.parentseq", "payments.cashtrans"]),
  { from: "payments.invoiceid", to: "transaction.sequencenumber", sign: "positive" },
  { from: "payments.invoiceid", to: "name.sequencenumber", sign: "negative" },
  ...all("name.sequencenumber", ["contacts.parentseq", "memo.nameseq"]),
  ...all("product.sequencenumber", ["build.productseq", "inventory.productseq"]),
  ...all("asset.sequencenumber", ["assetlog.parentseq"]),
  ...loose("transaction.sequencenumber", ["transaction.bankjnseq", "transaction.originatingorderseq"]),
  ...loose("transaction.sequencenumber", ["transaction.currencytransferseq", "assetlog.transactionseq"]),
  ...loose("transaction.sequencenumber", ["jobsheet.desttransseq", "jobsheet.sourcetransseq", "message.ref"]),
  ...loose("transaction.sequencenumber", ["asset.acquisitionseq", "asset.disposalseq"]),
  // filenum says of which table; what number stands for which table is not known, so it is one of the table with most records.
  ...loose("transaction.sequencenumber", ["stickies.ownerseq"]),
  ...loose("jobsheet.sequencenumber", ["jobsheet.batch"]),
  ...loose("bankrecs.sequencenumber", ["detail.statement"]),
];

export const REFERENCES: readonly Reference[] = [...ACCOUNT_DEPT, ...CODES, ...LOOSE_CODES, ...NUMBERS];

function all(to: string, from: readonly string[]): Reference[] {
  return from.map((field) => ({ from: field, to }));
}

function loose(to: string, from: readonly string[]): Reference[] {
  return from.map((field) => ({ from: field, to, loose: true }));
}
