import { shortId } from "../text/ids.ts";
import { CopyButton } from "./copy-button.tsx";

/** A commit's id, short, with all of it to copy. */
export function Commit({ id }: { readonly id: string | null }) {
  if (id === null) return <span class="muted">–</span>;
  return (
    <span class="commit">
      <code title={id}>{shortId(id)}</code>
      <CopyButton text={id} what="the commit's id" />
    </span>
  );
}
