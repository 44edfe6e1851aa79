import type { Modtime } from "../../../src/domain/ids.ts";
import type { Simulator } from "../../../src/simulator/simulator.ts";
import type { SimRow } from "../../../src/simulator/store/row.ts";
import { laterOf, shiftModtime } from "../../../src/sync/modtime.ts";

export const ACTS = [
  "edit",
  "touch",
  "add",
  "remove",
  "stamp all",
  "rename",
  "swap codes",
  "replace",
  "take code",
  "edit line",
  "remove line",
  "reconcile",
  "post",
  "pay",
  "print",
  "edit silently",
  "edit line silently",
  "edit by a slow clock",
  "edit by a fast clock",
  "edit back",
] as const;
export type Act = (typeof ACTS)[number];

export const CHANGED_TABLES = ["name", "product", "transaction"] as const;

/** Something that a person does to the document. `who` and `other` pick records by place, whatever there is then. */
export interface Change {
  readonly act: Act;
  readonly table: (typeof CHANGED_TABLES)[number];
  readonly who: number;
  readonly other: number;
  /** Makes values that were never there before. */
  readonly nonce: number;
}

interface Scene {
  readonly simulator: Simulator;
  readonly table: Change["table"];
  readonly one: SimRow;
  readonly two: SimRow;
  readonly fresh: string;
  readonly change: Change;
}

/** Does it; where there is nobody to do it to, nothing happens. */
export function makeChange(simulator: Simulator, change: Change): void {
  const { act, who, other, nonce } = change;
  const table = NEEDS_TRANSACTION.has(act)
    ? "transaction"
    : CODED.has(act) && change.table === "transaction"
      ? "name"
      : change.table;
  const fresh = `C${nonce}`;
  const rows = simulator.rows(table);
  if (act === "add") {
    simulator.controls.records.add(table, newRecord(table, fresh));
    return;
  }
  const [one, two] = [rows[who % rows.length], rows[other % rows.length]];
  if (one !== undefined && two !== undefined) DOING[act]({ simulator, table, one, two, fresh, change });
}

const NEEDS_TRANSACTION: ReadonlySet<Act> = new Set([
  "edit line",
  "remove line",
  "reconcile",
  "post",
  "pay",
  "print",
  "edit line silently",
]);
/** What only records with codes can go through. */
const CODED: ReadonlySet<Act> = new Set(["rename", "swap codes", "take code"]);

type Doing = (scene: Scene) => void;

const DOING: Readonly<Record<Exclude<Act, "add">, Doing>> = {
  edit: ({ simulator, table, one, fresh }) => {
    simulator.controls.records.edit(table, one.seq, textOf(table, fresh));
  },
  touch: ({ simulator, table, one }) => {
    simulator.controls.records.touch(table, one.seq);
  },
  remove: ({ simulator, table, one }) => {
    simulator.controls.records.remove(table, one.seq);
  },
  "stamp all": ({ simulator, table }) => {
    simulator.controls.records.bulkStamp(table);
  },
  rename: ({ simulator, table, one, fresh }) => {
    simulator.controls.records.edit(table, one.seq, { code: fresh });
  },
  "swap codes": ({ simulator, table, one, two, fresh }) => {
    if (one.seq === two.seq) return;
    const { records } = simulator.controls;
    records.edit(table, one.seq, { code: fresh });
    records.edit(table, two.seq, { code: codeOf(one) });
    records.edit(table, one.seq, { code: codeOf(two) });
  },
  replace: ({ simulator, table, one, fresh }) => {
    simulator.controls.records.remove(table, one.seq);
    simulator.controls.records.add(table, newRecord(table, codeOf(one) || fresh));
  },
  "take code": ({ simulator, table, one, two, fresh }) => {
    if (one.seq === two.seq) return;
    simulator.controls.records.edit(table, two.seq, { code: fresh });
    simulator.controls.records.edit(table, one.seq, { code: codeOf(two) });
  },
  "edit line": ({ simulator, one, fresh }) => {
    const line = one.lines?.at(-1);
    if (line !== undefined) simulator.controls.records.edit("detail", line, { description: `line ${fresh}` });
  },
  "remove line": ({ simulator, one }) => {
    const line = one.lines?.at(-1);
    if (line !== undefined && (one.lines?.length ?? 0) > 1) simulator.controls.records.remove("detail", line);
  },
  reconcile: ({ simulator, one, change }) => {
    const line = one.lines?.[0];
    if (line !== undefined) simulator.controls.reconcile(line, change.nonce);
  },
  post: ({ simulator, one }) => {
    simulator.controls.post(one.seq);
  },
  pay: ({ simulator, one }) => {
    const owed = Number(one.fields.gross ?? 0) - Number(one.fields.amtpaid ?? 0);
    if (/^[DC]II/.test(one.fields.type ?? "") && one.fields.status === "P" && owed > 0) simulator.controls.pay(one.seq);
  },
  print: ({ simulator, one, two }) => {
    simulator.controls.print([one.seq, two.seq]);
  },
  "edit silently": ({ simulator, table, one, fresh }) => {
    simulator.controls.records.silentChange(table, one.seq, textOf(table, fresh));
  },
  "edit line silently": ({ simulator, one, fresh }) => {
    const line = one.lines?.[0];
    if (line !== undefined) simulator.controls.records.silentChange("detail", line, { description: `line ${fresh}` });
  },
  "edit by a slow clock": (scene) => editAt(scene, -((scene.change.other % 8) * 400 + 20)),
  "edit by a fast clock": (scene) => editAt(scene, (scene.change.other % 8) * 400 + 20),
  // Back to what it was in the same breath: two stamps, and nothing to commit.
  "edit back": ({ simulator, table, one, fresh }) => {
    const [field = ""] = Object.keys(textOf(table, fresh));
    simulator.controls.records.edit(table, one.seq, textOf(table, fresh));
    simulator.controls.records.edit(table, one.seq, { [field]: one.fields[field] ?? "" });
  },
};

/** A workstation whose clock is so many seconds ahead. No stamp goes back: with deletions beside, that looks like a restored document. */
function editAt({ simulator, table, one, fresh }: Scene, seconds: number): void {
  const { records, clock } = simulator.controls;
  const stamp = laterOf(shiftModtime(clock.stamp() as Modtime, seconds), shiftModtime(one.modtime as Modtime, 1));
  records.silentChange(table, one.seq, textOf(table, fresh));
  records.touch(table, one.seq, stamp);
}

function textOf(table: string, fresh: string): Record<string, string> {
  return table === "transaction" ? { description: `edit ${fresh}` } : { comment: `edit ${fresh}` };
}

function codeOf(row: SimRow): string {
  return row.fields.code ?? "";
}

function newRecord(table: string, code: string) {
  if (table === "transaction")
    return { fields: { ourref: code, type: "DII" }, lines: [{ account: "4000-", gross: 1 }] };
  return { fields: { code, comment: "new" } };
}
