import type { Finding, Survey } from "../domain/adoption.ts";
import { BLANK_MODTIME } from "../domain/ids.ts";
import type { CommitRequest } from "../domain/ports/mirror.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { type CommitOccasion, commitRequest } from "./commit-request.ts";
import type { SyncSettings } from "./context.ts";

/** What the commit of an adoption says: whose commits are below it, and which files it changes back. */
export function adoptionRequest(
  { staging, settings }: { readonly staging: Staging; readonly settings: SyncSettings },
  survey: Survey,
  { run, at }: Pick<CommitOccasion, "run" | "at">,
): CommitRequest {
  const heads = survey.findings.flatMap(({ head }) => (head === null ? [] : [head.slice(0, 7)]));
  // MoneyWorks is not asked for this; what main says of its clock stays true.
  const serverTime = staging.clockSamples(1)[0]?.local ?? BLANK_MODTIME;
  return commitRequest(staging, settings, {
    run,
    at,
    serverTime,
    subject: `adopt: history up to ${heads.join(", ") || "our last commit"}`,
    body: survey.findings.flatMap(linesOf),
  });
}

function linesOf({ commits, files }: Finding): string[] {
  const newest = commits?.newest ?? [];
  const told = newest.map(({ commit, author, subject }) => `${commit.slice(0, 10)} ${author}: ${subject}`);
  const first = files?.first ?? [];
  return [
    ...told,
    ...more((commits?.total ?? 0) - newest.length, "commit"),
    ...first.map((path) => `changed back: ${path}`),
    ...more((files?.total ?? 0) - first.length, "file"),
  ];
}

function more(count: number, what: string): string[] {
  return count > 0 ? [`… and ${count} more ${what}${count === 1 ? "" : "s"}`] : [];
}
