import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { useOverflow } from "./use-overflow.ts";

export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => ComponentChildren;
  /** Numbers stand to the right. */
  readonly isNumber?: boolean;
  /** Left out where there is little room. */
  readonly isMinor?: boolean;
}

export interface DataTableProps<T> {
  /** What the table shows, for those who do not see it. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** Marks a row. */
  readonly classOf?: (row: T) => string;
  /** Shown when there is no row. */
  readonly empty?: string;
}

/** A table that scrolls within its frame where it is too wide; the first column names each row. */
export function DataTable<T>({ caption, columns, rows, keyOf, classOf, empty = "Nothing." }: DataTableProps<T>) {
  const frame = useRef<HTMLDivElement>(null);
  const isWide = useOverflow(frame);
  // What scrolls has to be reached by keyboard; what does not is no stop on the way.
  const reached = isWide ? ({ tabIndex: 0, role: "region", "aria-label": caption } as const) : {};
  return (
    <div class="table-frame" ref={frame} {...reached}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.head} scope="col" class={classes(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} class={classOf?.(row)}>
              {columns.map((column, at) => cellOf(column, at, row))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="muted empty">{empty}</p>}
    </div>
  );
}

function cellOf<T>(column: Column<T>, at: number, row: T) {
  const content = column.cell(row);
  if (at > 0) {
    return (
      <td key={column.head} class={classes(column)}>
        {content}
      </td>
    );
  }
  return (
    <th key={column.head} scope="row" class={classes(column)}>
      {content}
    </th>
  );
}

function classes<T>({ isNumber = false, isMinor = false }: Column<T>): string | undefined {
  const names = [isNumber ? "number" : "", isMinor ? "minor" : ""].filter((name) => name !== "");
  return names.length === 0 ? undefined : names.join(" ");
}
