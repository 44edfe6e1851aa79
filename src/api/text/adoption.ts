import { visible } from "../../lib/text-table.ts";
import type { Adoption, Proposal } from "../contract/adoption.ts";

/** What was found, or what was done about it. */
export function adoptionText({ proposal, adopted }: Adoption): string {
  if (proposal !== null) return proposalText(proposal);
  if (adopted === null) return "Nothing to adopt: main is where Tidemark left it.\n";
  const { commit, asides, pushed } = adopted;
  const lines = [
    ...(commit === null ? [] : [`main is ${commit}${pushed ? ", pushed" : ""}`]),
    ...asides.map((ref) => `theirs is kept on ${visible(ref.replace(/^refs\/heads\//, ""))}`),
    "Done. The next sync goes on from here.",
  ];
  return `${lines.join("\n")}\n`;
}

function proposalText({ side, word, findings, document }: Proposal): string {
  const lines = [
    ...findings.flatMap(findingLines),
    ...(document === null ? [] : [document.message, `The document would be ${document.name} from now on.`]),
    side === "theirs"
      ? "It would be taken over: their commits stay in the history."
      : "It would be put back to our commit; theirs is kept on a branch.",
    `To do it: POST /sync/adopt?side=${side}&confirm=${word}`,
  ];
  return `${lines.map(visible).join("\n")}\n`;
}

function findingLines({ ref, place, kind, head, commits, files }: Proposal["findings"][number]): string[] {
  const where = `${ref} ${place === "remote" ? "at the remote" : "of the local repository"}`;
  const what = { moved: "was moved", rewritten: "was rewritten", "set-back": "was set back", gone: "is gone" }[kind];
  const told = (commits?.newest ?? []).map(
    ({ commit, author, at, subject }) => `  ${commit.slice(0, 7)}  ${at.slice(0, 10)}  ${author}  ${subject}`,
  );
  const rest = (commits?.total ?? 0) - told.length;
  return [
    `${where} ${what}${head === null ? "" : `, to ${head}`}.`,
    ...told,
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    ...(files === null ? [] : [`  ${files.total} ${files.total === 1 ? "file differs" : "files differ"} from ours`]),
  ];
}
