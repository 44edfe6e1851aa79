import { useSignal } from "@preact/signals";
import type { RecordSummary } from "../../../api/contract/record.ts";
import { useApp } from "../../app.ts";
import { usePages } from "../../loading/use-pages.ts";
import type { Column } from "../../parts/data-table.tsx";
import { Found } from "../../parts/found.tsx";
import { PagedTable } from "../../parts/paged-table.tsx";
import { hrefOf } from "../../shell/route.ts";
import { count } from "../../text/numbers.ts";
import { modtime } from "../../text/times.ts";

interface RecordsListProps {
  readonly table: string;
  readonly search: string;
}

const PAGE = 100;

/** Records of a table by key; with a search, those in which it was found so far. */
export function RecordsList({ table, search }: RecordsListProps) {
  const { client } = useApp();
  const counts = useSignal({ total: 0, scanned: 0 });
  const pages = usePages(`${table} ${search}`, async (after, signal) => {
    const { records, next, total, scanned } = await client.records(table, { search, after, limit: PAGE }, { signal });
    counts.value = { total, scanned: scanned + (after === undefined ? 0 : counts.peek().scanned) };
    return { items: records, next };
  });
  const { total, scanned } = counts.value;
  const { items } = pages;
  const shown =
    search === "" ? `${count(items?.length ?? 0)} of ${count(total)}` : `searched ${count(scanned)} of ${count(total)}`;
  return (
    <div class="panel">
      <p class="muted small-text" role="status">
        {search === "" ? shown : `${count(items?.length ?? 0)} found, ${shown}`}
      </p>
      <PagedTable
        pages={pages}
        more={search === "" ? "More records" : "Search on"}
        caption={search === "" ? `Records of ${table}, by key` : `Records of ${table} with “${search}”`}
        columns={columnsOf({ table, search })}
        keyOf={({ key }) => key}
        empty={pages.hasMore ? "Nothing found so far." : "Nothing found."}
      />
    </div>
  );
}

function columnsOf({ table, search }: RecordsListProps): Column<RecordSummary>[] {
  const found: Column<RecordSummary> = {
    head: "Found in",
    cell: ({ found: place, key }) =>
      place === null ? <Found text={key} search={search} /> : <FoundIn place={place} search={search} />,
  };
  return [
    {
      head: "Key",
      cell: ({ key }) => (
        <a class="record-link" href={hrefOf({ view: "record", table, key, at: "" })}>
          <bdi>{key}</bdi>
        </a>
      ),
    },
    ...(search === "" ? [] : [found]),
    { head: "Number", isNumber: true, cell: ({ seq }) => (seq === null ? "–" : String(seq)) },
    {
      head: "Last modified",
      isMinor: search !== "",
      cell: ({ modtime: stamp }) => <span class="figures">{stamp === null ? "–" : modtime(stamp)}</span>,
    },
  ];
}

function FoundIn({ place, search }: { readonly place: NonNullable<RecordSummary["found"]>; readonly search: string }) {
  return (
    <span class="clip">
      <span class="muted">{`${place.field}: `}</span>
      <Found text={place.value} search={search} />
    </span>
  );
}
