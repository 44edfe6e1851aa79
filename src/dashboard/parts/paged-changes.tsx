import type { Change } from "../../api/contract/change.ts";
import { grouped } from "../live/groups.ts";
import type { Pages } from "../loading/use-pages.ts";
import { ChangeList } from "./change-list.tsx";
import { Paged } from "./paged.tsx";

interface PagedChangesProps {
  readonly pages: Pages<Change>;
  readonly empty: string;
  readonly ofOneRecord?: boolean;
}

/** Changes page by page. */
export function PagedChanges({ pages, empty, ofOneRecord = false }: PagedChangesProps) {
  return (
    <Paged pages={pages} more="Older changes">
      {(changes) =>
        changes.length === 0 ? (
          <p class="muted empty">{empty}</p>
        ) : (
          <ChangeList groups={grouped(changes)} ofOneRecord={ofOneRecord} />
        )
      }
    </Paged>
  );
}
