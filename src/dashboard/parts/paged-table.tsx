import { DataTable, type DataTableProps } from "./data-table.tsx";
import { Paged, type PagedProps } from "./paged.tsx";

interface PagedTableProps<T> extends Omit<DataTableProps<T>, "rows">, Omit<PagedProps<T>, "children"> {}

/** A table page by page. */
export function PagedTable<T>({ pages, more, ...table }: PagedTableProps<T>) {
  return (
    <Paged pages={pages} more={more}>
      {(rows) => <DataTable {...table} rows={rows} />}
    </Paged>
  );
}
