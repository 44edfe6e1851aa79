import type { Staging } from "./staging.ts";

/** A staging file that somebody looks at, and that another process may be writing. Looking changes no file. */
export interface StagingView {
  /** What `look` asks within one call is one state of the file; it must not write. @throws data.* */
  read<T>(look: (staging: Staging) => T): T;
  close(): void;
}
