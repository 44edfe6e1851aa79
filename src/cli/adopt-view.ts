import type { DocumentChange, Proposal } from "../app/adopt.ts";
import type { Finding, Side, Survey } from "../domain/adoption.ts";
import { visible } from "../lib/text-table.ts";

/** What was found and what would be done, for a person to decide on. */
export function proposalText({ side, survey, document }: Proposal): string {
  const lines = [
    ...survey.findings.flatMap((finding) => [...found(finding, survey), ...planned(finding, { side, survey })]),
    ...(document === null ? [] : documentLines(document)),
  ];
  return `${lines.map(visible).join("\n")}\n`;
}

function found(finding: Finding, { ours }: Survey): string[] {
  const { head, kind, commits } = finding;
  const where = `${finding.ref} ${finding.place === "remote" ? "at the remote" : "of the local repository"}`;
  if (kind === "gone") return [`${where} is gone.`];
  if (kind === "set-back") return [`${where} was set back to ${head}, an earlier commit of this history.`];
  const total = commits?.total ?? 0;
  const told = (commits?.newest ?? []).map(
    ({ commit, author, at, subject }) => `  ${commit.slice(0, 7)}  ${dateOf(at)}  ${author}  ${subject}`,
  );
  return [
    `${where} is at ${head}, with ${counted(total, "commit")} that Tidemark did not make:`,
    ...told,
    ...(total > told.length ? [`  … and ${total - told.length} more`] : []),
    ...(kind === "rewritten" ? [`It was rewritten: our commit ${ours} is not below it.`] : []),
  ];
}

function planned(finding: Finding, { side, survey }: { side: Side; survey: Survey }): string[] {
  const { kind, head } = finding;
  if (kind === "gone" || kind === "set-back") return [`It is put to our commit ${survey.ours}; nothing is lost.`];
  if (side === "ours") {
    return [
      `It is put back to our commit ${survey.ours}.`,
      `Theirs is kept on the branch set-aside/${head?.slice(0, 12)}.`,
    ];
  }
  const total = finding.files?.total ?? 0;
  const files = finding.files?.first ?? [];
  return [
    `A commit on top of theirs${kind === "rewritten" ? " and ours" : ""} changes ${counted(total, "file")} of theirs back; their commits stay in the history${total === 0 ? "." : ":"}`,
    ...files.map((path) => `  ${path}`),
    ...(total > files.length ? [`  … and ${total - files.length} more`] : []),
    "The next sync reads every record and puts right what is not as MoneyWorks holds it.",
  ];
}

function documentLines({ message, known, found: now, name }: DocumentChange): string[] {
  return [
    message,
    `The document that is mirrored from now on is ${name} (DocUUID ${now ?? "not told"}, before ${known ?? "not known"}).`,
    "The next sync reads every record and writes what differs. When many records are gone it halts and asks first.",
    "Nothing of the history is lost.",
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function dateOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "no date   " : date.toISOString().slice(0, 10);
}
