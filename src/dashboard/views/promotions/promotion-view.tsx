import type { PromotedRecord, PromotionReport } from "../../../api/contract/promotion.ts";
import { useApp } from "../../app.ts";
import { useLive } from "../../loading/use-live.ts";
import { useLoaded } from "../../loading/use-loaded.ts";
import { Awaited } from "../../parts/awaited.tsx";
import { Badge } from "../../parts/badge.tsx";
import { RecordLink } from "../../parts/change-list.tsx";
import { Commit } from "../../parts/commit.tsx";
import { DataTable } from "../../parts/data-table.tsx";
import { Fact, Facts } from "../../parts/facts.tsx";
import { Icon } from "../../parts/icons.tsx";
import { Time } from "../../parts/time.tsx";
import { Value } from "../../parts/value-diff.tsx";
import { ViewHead } from "../../parts/view-head.tsx";
import { hrefOf } from "../../shell/route.ts";
import { shortId } from "../../text/ids.ts";
import { counted } from "../../text/numbers.ts";

const UP = { href: hrefOf({ view: "promotions" }), text: "Promotions" };

/** One incoming commit: what it wanted, what MoneyWorks holds, and why it was or was not taken. */
export function PromotionView({ commit }: { readonly commit: string }) {
  const { client } = useApp();
  const loaded = useLoaded(commit, (signal) => client.promotion(commit, { signal }));
  useLive((event) => {
    if (event.event === "promotion" && event.data.commit === commit) loaded.reload();
  });
  return (
    <>
      <ViewHead title={<>Commit {<code>{shortId(commit)}</code>}</>} up={UP} />
      <Awaited loaded={loaded}>{(data) => <Report report={data} />}</Awaited>
    </>
  );
}

function Report({ report }: { readonly report: PromotionReport }) {
  const { reasons, records, omitted } = report;
  return (
    <>
      <ReportFacts report={report} />
      {reasons.length > 0 && (
        <section class="panel" aria-label="Why">
          <Reasons reasons={reasons} />
        </section>
      )}
      {records.map((record) => (
        <Promoted key={record.path} record={record} />
      ))}
      {omitted > 0 && <p class="muted">{`${counted(omitted, "record")} more than the report tells.`}</p>}
    </>
  );
}

function ReportFacts({ report }: { readonly report: PromotionReport }) {
  const { outcome, at, branch, base, main, run } = report;
  const decided = (
    <>
      <Time at={at} /> <a href={hrefOf({ view: "run", run })}>run</a>
    </>
  );
  return (
    <Facts>
      <Fact name="Outcome" more={decided}>
        <Badge word={outcome} />
      </Fact>
      <Fact name="Branch" more="where it was committed">
        <bdi>{branch}</bdi>
      </Fact>
      <Fact name="Made on" more="the last commit of main in it">
        <Commit id={base} />
      </Fact>
      <Fact name="Merged as" more={main === null ? "main does not have it" : "on main"}>
        <Commit id={main} />
      </Fact>
    </Facts>
  );
}

function Reasons({ reasons }: Pick<PromotionReport, "reasons">) {
  return (
    <ul class="reasons">
      {reasons.map(({ code, field, text }) => (
        <li key={`${code} ${field}`}>
          <Icon name="failing" />
          <span>
            {text} <code class="muted">{code}</code>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Promoted({ record }: { readonly record: PromotedRecord }) {
  const { path, table, key, kind, state, fields, reasons } = record;
  return (
    <section class="panel" aria-label={path}>
      <div class="panel-head">
        <h2 class="promoted">
          {table !== null && key !== null && kind !== "new" ? (
            <RecordLink table={table} name={key} />
          ) : (
            <code>{path}</code>
          )}
          <span class="muted">{kind}</span>
          <Badge word={state} />
        </h2>
        <code class="muted small-text clip">{path}</code>
      </div>
      {reasons.length > 0 && <Reasons reasons={reasons} />}
      {fields.length > 0 && (
        <DataTable
          caption={`Fields of ${path}, side by side`}
          rows={fields}
          keyOf={({ field }) => field}
          classOf={({ state: of }) => (of === "conflict" || of === "different" ? "conflicting" : "")}
          columns={[
            { head: "Field", cell: ({ field }) => field },
            { head: "Base", cell: ({ base }) => <Value text={base} /> },
            { head: "The commit", cell: ({ theirs }) => <Value text={theirs} /> },
            { head: "MoneyWorks", cell: ({ moneyworks }) => <Value text={moneyworks} /> },
            { head: "State", cell: ({ state: of }) => <Badge word={of} /> },
          ]}
        />
      )}
    </section>
  );
}
