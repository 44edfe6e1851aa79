/** Set by build.ts: a built program knows its modules by their paths below the sources. */
declare const TIDEMARK_ANONYMIZE_WORKER: string;

/** The module that a thread of the anonymizer runs. */
export const WORKER =
  typeof TIDEMARK_ANONYMIZE_WORKER === "undefined"
    ? new URL("./worker.ts", import.meta.url).href
    : TIDEMARK_ANONYMIZE_WORKER;
