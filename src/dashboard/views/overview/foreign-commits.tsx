import type { HaltState } from "../../../api/contract/status.ts";
import { Commit } from "../../parts/commit.tsx";
import { Time } from "../../parts/time.tsx";
import { counted } from "../../text/numbers.ts";

/** Commits that somebody else made, newest first. */
export function ForeignCommits({
  commits: { newest, total },
}: {
  readonly commits: NonNullable<HaltState["commits"]>;
}) {
  return (
    <>
      <p>{`${counted(total, "commit")} of others:`}</p>
      <ul class="plain-list">
        {newest.map(({ commit, author, at, subject }) => (
          <li key={commit}>
            <Commit id={commit} /> <bdi>{subject}</bdi>{" "}
            <span class="muted">
              <bdi>{author}</bdi>, <Time at={at} />
            </span>
          </li>
        ))}
        {total > newest.length && <li class="muted">{`and ${counted(total - newest.length, "older one")}`}</li>}
      </ul>
    </>
  );
}
