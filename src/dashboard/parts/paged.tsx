import type { ComponentChildren } from "preact";
import type { Change } from "../../api/contract/change.ts";
import { grouped } from "../live/groups.ts";
import type { Loaded } from "../loading/use-loaded.ts";
import type { Pages } from "../loading/use-pages.ts";
import { ChangeList } from "./change-list.tsx";
import { DataTable, type DataTableProps } from "./data-table.tsx";
import { Failure, Waiting } from "./failure.tsx";
import { Pager } from "./pager.tsx";

interface PagedProps<T> {
  readonly pages: Pages<T>;
  /** What the button for the next page says. */
  readonly more: string;
  readonly children: (items: readonly T[]) => ComponentChildren;
}

/** A list page by page: room for it while it is on its way, what is there, the way on or what went wrong. */
function Paged<T>({ pages, more, children }: PagedProps<T>) {
  const { items, error } = pages;
  return (
    <>
      {items === null ? error === null && <Waiting lines={8} /> : children(items)}
      <Pager pages={pages} label={more} />
    </>
  );
}

interface PagedTableProps<T> extends Omit<DataTableProps<T>, "rows">, Omit<PagedProps<T>, "children"> {}

export function PagedTable<T>({ pages, more, ...table }: PagedTableProps<T>) {
  return (
    <Paged pages={pages} more={more}>
      {(rows) => <DataTable {...table} rows={rows} />}
    </Paged>
  );
}

interface PagedChangesProps {
  readonly pages: Pages<Change>;
  readonly empty: string;
  readonly ofOneRecord?: boolean;
}

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

interface AwaitedProps<T> {
  readonly loaded: Loaded<T>;
  readonly children: (data: T) => ComponentChildren;
}

/** One answer: room for it while it is on its way, and what went wrong. */
export function Awaited<T>({ loaded: { data, error, reload }, children }: AwaitedProps<T>) {
  return (
    <>
      {error !== null && <Failure error={error} again={reload} />}
      {data === null ? error === null && <Waiting lines={10} /> : children(data)}
    </>
  );
}
