import type { ErrorCode } from "../../domain/errors/registry.ts";
import { type ErrorDetails, fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";

/** The operating system's codes that have an answer of their own; every other one is `remote.disk-error`. */
const SYSTEM: Readonly<Record<string, ErrorCode>> = {
  EACCES: "remote.not-writable",
  EPERM: "remote.not-writable",
  EROFS: "remote.not-writable",
  ENOSPC: "remote.disk-full",
  EDQUOT: "remote.disk-full",
};

/** The repository classes speak of the one in the data directory; here it is the other end. */
const REPOSITORY: Readonly<Partial<Record<ErrorCode, (details: ErrorDetails) => readonly [ErrorCode, ErrorDetails]>>> =
  {
    "mirror.not-a-repository": (details) => ["remote.unusable-path", details],
    "mirror.ref-locked": (details) => ["remote.ref-locked", details],
    "mirror.corrupt": (details) => [
      "remote.damaged",
      { reason: `${details.path ?? "a file"}: ${details.reason ?? ""}` },
    ],
    "mirror.missing-object": (details) => ["remote.damaged", { reason: `it lacks the object ${details.oid ?? ""}` }],
  };

/** The coded error for whatever went wrong with the repository at `path`; what is not about it passes unchanged. */
export function directoryError(error: unknown, path: string): unknown {
  if (error instanceof TidemarkError) {
    const mapped = REPOSITORY[error.code]?.(error.details);
    return mapped === undefined ? error : fail(mapped[0], { ...mapped[1], path }, { cause: error });
  }
  const reason = systemCode(error);
  return reason === null ? error : fail(SYSTEM[reason] ?? "remote.disk-error", { path, reason }, { cause: error });
}

function systemCode(error: unknown): string | null {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : null;
}
