/**
 * One record as generated. Field names are lower case, without a table prefix (`account`, not `detail.account`).
 * Values are text exactly as MoneyWorks writes them in XML: dates `YYYYMMDD`, timestamps `YYYYMMDDHHMMSS`, decimals
 * two places, doubles and floats six, booleans `1`. A blank field (empty text, zero, false, `19040101…`) is absent.
 * `sequencenumber` and `lastmodifiedtime` are `seq` and `modtime`, and are not repeated in `fields`.
 */
export interface NewRow {
  readonly seq: number;
  /** `YYYYMMDDHHMMSS`, server local time. */
  readonly modtime: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Transactions only: detail lines in the order of their `sort`. A system line has flags bit 15 set (negative). */
  readonly lines?: readonly NewRow[];
}

/** A whole document: rows of every generated table by lower-case table name. */
export interface CompanyData {
  readonly tables: Readonly<Record<string, readonly NewRow[]>>;
}
