import type { ProductArgument } from "./product.ts";

/** Ten changes, from the records as they were read to the server's word that it has the commit. Milliseconds. */
export interface TenChanges {
  /** Comparing, staging, pack, trees, journal, until main has moved. */
  readonly commit: number;
  readonly push: number;
  /** The whole poll: also asking the remote at its start and parsing the XML. */
  readonly poll: number;
  /** Of the push requests. */
  readonly bytes: number;
}

export interface TenChangesArgument extends ProductArgument {
  readonly rounds: number;
  /** Where the git server tells how many bytes it received. */
  readonly counter: string;
}
