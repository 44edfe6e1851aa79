import { ALL_CHANGES } from "../../live/filter.ts";
import { useChanges } from "../../loading/use-changes.ts";
import { PagedChanges } from "../../parts/paged-changes.tsx";
import { Panel } from "../../parts/panel.tsx";

/** What one run changed. */
export function RunChanges({ run }: { readonly run: string }) {
  const pages = useChanges({ ...ALL_CHANGES, run });
  return (
    <Panel title="Changes">
      <PagedChanges pages={pages} empty="The change log does not reach back to this run." />
    </Panel>
  );
}
