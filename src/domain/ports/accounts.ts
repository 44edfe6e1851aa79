/** An account of the operating system by its numbers. */
export interface AccountIds {
  readonly uid: number;
  readonly gid: number;
}

/** Who this process is, and whose files are whose. Windows has no such numbers: there everything is null. */
export interface Accounts {
  /** The account that this process acts as. */
  current(): AccountIds | null;
  /** Its home directory. */
  home(): string;
  /** Whose a file or directory is; null also when there is none. */
  ownerOf(path: string): AccountIds | null;
  /** The account of this name; null: there is none. */
  named(name: string): AccountIds | null;
  /** The name behind a number; null: it has none. */
  nameOf(uid: number): string | null;
  /** Becomes another account for good, without any groups but its own. Only root may. */
  become(account: AccountIds): void;
}
