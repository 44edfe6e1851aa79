import { ALL_CHANGES } from "../../live/filter.ts";
import { useChanges } from "../../loading/use-changes.ts";
import { PagedChanges } from "../../parts/paged-changes.tsx";
import { Panel } from "../../parts/panel.tsx";

interface RecordHistoryProps {
  readonly table: string;
  readonly name: string;
}

/** What became of one record. */
export function RecordHistory({ table, name: key }: RecordHistoryProps) {
  const pages = useChanges({ ...ALL_CHANGES, table, key });
  return (
    <Panel title="History">
      <PagedChanges pages={pages} empty="No change of it is known." ofOneRecord />
    </Panel>
  );
}
