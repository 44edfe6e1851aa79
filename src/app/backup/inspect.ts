import type { Clock } from "../../domain/ports/clock.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { AreaReport } from "../../domain/verification.ts";
import { lookWith } from "../../exporter/verify/look.ts";
import { readMain, verifyRepository } from "../../exporter/verify/verify-repository.ts";
import { verifyStaging } from "../../exporter/verify/verify-staging.ts";
import { openStagingAudit } from "../../staging/audit.ts";
import type { Manifest } from "./manifest.ts";

/** Findings that are told; one is enough to refuse. */
const MOST_TOLD = 3;

export interface Staged {
  readonly staging: string;
  readonly repository: string;
}

/** What is wrong with data that nobody uses yet: the database, every object of the repository, and each against the other. null: nothing. */
export async function inspect(
  { staging, repository: root }: Staged,
  { main, ref }: Pick<Manifest, "main" | "ref">,
  { files, clock, signal }: { readonly files: Files; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<string | null> {
  const found: string[] = [];
  const report: AreaReport = {
    found: (code, subject, detail) => void found.push(`${code} ${subject}: ${detail}`),
    remark() {},
    looked() {},
  };
  const look = lookWith({ files, clock }, report, signal);
  const place = readMain({ root, ref }, files);
  if (place.head !== main) found.push(`main is at ${place.head ?? "no commit"} and not at ${main ?? "no commit"}`);
  else if (main !== null) await verifyRepository({ root, ref }, place, look);
  const { audit } = openStagingAudit(staging, files);
  try {
    await verifyStaging(root, { audit, main: place }, look);
  } finally {
    audit.close();
  }
  const more = found.length > MOST_TOLD ? ` and ${found.length - MOST_TOLD} more` : "";
  return found.length === 0 ? null : found.slice(0, MOST_TOLD).join("; ") + more;
}
