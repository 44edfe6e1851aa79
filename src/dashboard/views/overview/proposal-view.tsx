import type { Proposal } from "../../../api/contract/adoption.ts";
import { Commit } from "../../parts/commit.tsx";
import { counted } from "../../text/numbers.ts";
import { ForeignCommits } from "./foreign-commits.tsx";

const PLACES = { remote: "At the remote", local: "In the local repository" } as const;
const KINDS = {
  moved: "somebody put commits on top",
  rewritten: "the history was rewritten",
  "set-back": "the branch was set back",
  gone: "the branch is gone",
} as const;

/** What was found, and would be adopted. */
export function ProposalView({ proposal: { findings, document } }: { readonly proposal: Proposal }) {
  return (
    <div class="proposal">
      {document !== null && <Document document={document} />}
      {findings.map((finding) => (
        <section key={`${finding.place} ${finding.ref}`}>
          <h3>{`${PLACES[finding.place]}, ${finding.ref}: ${KINDS[finding.kind]}`}</h3>
          {finding.head !== null && (
            <p>
              It stands at <Commit id={finding.head} />
            </p>
          )}
          {finding.commits !== null && <ForeignCommits commits={finding.commits} />}
          {finding.files !== null && <Files files={finding.files} />}
        </section>
      ))}
    </div>
  );
}

function Document({
  document: { message, known, found, name },
}: {
  readonly document: NonNullable<Proposal["document"]>;
}) {
  return (
    <section>
      <h3>{message}</h3>
      <dl class="pairs">
        <dt>Document</dt>
        <dd>{name}</dd>
        <dt>Mirrored so far</dt>
        <dd>{known ?? "unknown"}</dd>
        <dt>Found now</dt>
        <dd>{found ?? "unknown"}</dd>
      </dl>
    </section>
  );
}

function Files({ files: { first, total } }: { readonly files: NonNullable<Proposal["findings"][number]["files"]> }) {
  return (
    <>
      <p>{`${counted(total, "file")} differ:`}</p>
      <ul class="plain-list paths">
        {first.map((path) => (
          <li key={path}>
            <code>{path}</code>
          </li>
        ))}
        {total > first.length && <li class="muted">{`and ${counted(total - first.length, "other")}`}</li>}
      </ul>
    </>
  );
}
