import type { ChangeGroup } from "../live/groups.ts";
import { hrefOf } from "../shell/route.ts";
import { Commit } from "./commit.tsx";
import { Time } from "./time.tsx";
import { ValueDiff } from "./value-diff.tsx";

interface ChangeListProps {
  /** Newest first. */
  readonly groups: readonly ChangeGroup[];
  /** Leaves out the record, where all are of one. */
  readonly ofOneRecord?: boolean;
  /** Fields shown of a record at first. */
  readonly most?: number;
}

const WORDS = { added: "added", changed: "changed", deleted: "deleted" } as const;

/** What became of records, with the fields that changed. */
export function ChangeList({ groups, ofOneRecord = false, most = 12 }: ChangeListProps) {
  return (
    <ol class="changes">
      {groups.map((group) => (
        <li key={group.id} class={`change ${group.operation}`}>
          <div class="change-head">
            {ofOneRecord ? null : <RecordLink table={group.table} name={group.key} />}
            <span class={`operation ${group.operation}`}>{WORDS[group.operation]}</span>
            <span class="change-when">
              <Time at={group.at} /> <RunLink run={group.run} /> {group.commit !== null && <Commit id={group.commit} />}
            </span>
          </div>
          {group.fields.length > 0 && <Fields group={group} most={most} />}
        </li>
      ))}
    </ol>
  );
}

function Fields({ group, most }: { readonly group: ChangeGroup; readonly most: number }) {
  const more = group.fields.length - most;
  const href = hrefOf({ view: "changes", table: group.table, key: group.key, field: "" });
  return (
    <dl class="fields">
      {group.fields.slice(0, most).map(({ id, field, old, new: now }) => (
        <div key={id}>
          <dt>{field}</dt>
          <dd>
            <ValueDiff old={old} now={now} />
          </dd>
        </div>
      ))}
      {more > 0 && (
        <div>
          <dt />
          <dd>
            <a href={href}>{`${more} more fields`}</a>
          </dd>
        </div>
      )}
    </dl>
  );
}

export function RecordLink({ table, name }: { readonly table: string; readonly name: string }) {
  return (
    <a class="record-link" href={hrefOf({ view: "record", table, key: name, at: "" })}>
      <span class="table-name">{table}</span> <bdi>{name}</bdi>
    </a>
  );
}

function RunLink({ run }: { readonly run: string }) {
  return (
    <a class="quiet" href={hrefOf({ view: "run", run })} title={`Run ${run}`}>
      run
    </a>
  );
}
