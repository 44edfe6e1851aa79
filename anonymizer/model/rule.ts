import type { TableName } from "../../src/domain/ids.ts";

/** What a made-up value is to look like. Numbers keep their format, and their check digits where the original's are right. */
export type FakeKind =
  | "person"
  | "company"
  /** A firm or a person, whichever the original looks like. */
  | "party"
  | "position"
  | "salutation"
  | "phone"
  | "email"
  | "url"
  | "bank-name"
  | "bank-account"
  | "tax-number"
  | "card-number"
  | "barcode"
  | "product"
  | "city";

/** A part of an address. `block` is a whole one in one text, its lines parted by line breaks, as a transaction has it. */
export type AddressPart = "line" | "postcode" | "state" | "country" | "block";

/**
 * Whose code it is. A code has one pseudonym, whatever its domain; the domain says which table it refers to, and the
 * rules file says for each domain whether codes are replaced or kept.
 */
export type CodeDomain =
  | "account"
  | "department"
  | "name"
  | "product"
  | "job"
  | "tax"
  /** `ourref`, `theirref` and other numbers of documents. */
  | "document"
  /** Initials of users, salespersons. */
  | "person"
  | "category"
  | "group"
  | "currency"
  | "asset"
  | "location"
  | "list"
  | "other";

/** What becomes of one field. Blank values stay blank under every rule. */
export type Rule =
  | { readonly kind: "keep" }
  /** The field is left out. */
  | { readonly kind: "drop" }
  /** `ACCOUNT-DEPT` has two domains, parted at the first hyphen. */
  | { readonly kind: "code"; readonly domains: readonly CodeDomain[] }
  /** The sequence number of a record of that table; kept, unless there are several copies of the table. */
  | { readonly kind: "number"; readonly table: TableName }
  | { readonly kind: "fake"; readonly what: FakeKind }
  /** Fields of one `group` in a record belong to one address. */
  | { readonly kind: "address"; readonly group: string; readonly part: AddressPart }
  /** Word by word; length and line breaks stay. */
  | { readonly kind: "text" }
  /** Money: scaled and rounded to its own decimals. */
  | { readonly kind: "amount" }
  /** Money for one unit: scaled, endings such as .95 kept. */
  | { readonly kind: "price" }
  /** A date or timestamp: moved back by the same number of whole months everywhere. */
  | { readonly kind: "date" };

/** One rules file, read and checked. */
export interface Rules {
  readonly version: 1;
  readonly codes: ReadonlyMap<CodeDomain, "replace" | "keep">;
  /** By table, then by the schema's field name without prefix: `gross`, not `detail.gross`. Subfile rows have tables of their own. */
  readonly tables: ReadonlyMap<TableName, ReadonlyMap<string, Rule>>;
  /** Fields that together may point to one record: k-anonymity is reported of them. */
  readonly quasi: ReadonlyMap<TableName, readonly string[]>;
  /** The file itself, for its hash in the header and for other threads. */
  readonly text: string;
}
