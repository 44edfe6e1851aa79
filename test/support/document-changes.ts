import fc from "fast-check";
import type { NewRow } from "../../src/simulator/company/data.ts";
import type { CompanySource } from "../../src/simulator/store/document.ts";
import type { SimRow } from "../../src/simulator/store/row.ts";
import type { World } from "./world.ts";

/** Something that a person does to the document. `who` and `other` pick records by place, whatever there is then. */
export interface Change {
  readonly act: (typeof ACTS)[number];
  readonly table: "name" | "product" | "transaction";
  readonly who: number;
  readonly other: number;
}

const ACTS = [
  "edit",
  "touch",
  "add",
  "remove",
  "stamp all",
  "rename",
  "swap codes",
  "replace",
  "take code of another and rename it",
  "edit line",
  "wait",
] as const;

export const anyChange: fc.Arbitrary<Change> = fc.record({
  act: fc.oneof(
    { weight: 2, arbitrary: fc.constant("edit" as const) },
    { weight: 5, arbitrary: fc.constantFrom(...ACTS) },
  ),
  table: fc.constantFrom("name", "product", "transaction"),
  who: fc.nat(40),
  other: fc.nat(40),
});

/** Twenty names, eight products and fourteen transactions of two lines. */
export function crowd(): CompanySource {
  const modtime = "20250301120000";
  const many = (count: number, fields: (n: number) => NewRow["fields"]): NewRow[] =>
    Array.from({ length: count }, (_, n) => ({ seq: n * 3 + 2, modtime, fields: fields(n) }));
  const line = (n: number, place: number): NewRow => ({
    seq: n * 2 + place,
    modtime,
    fields: { account: "4000-", description: `line ${place}`, gross: "1.00" },
  });
  return {
    tables: {
      name: many(20, (n) => ({ code: `N${n}`, name: `Name ${n}` })),
      product: many(8, (n) => ({ code: `P${n}`, description: `Product ${n}` })),
      transaction: many(14, (n) => ({ ourref: String(n), type: "DII" })).map((row, n) => ({
        ...row,
        lines: [line(n, 1), line(n, 2)],
      })),
    },
  };
}

/** What a change finds: two records of the table, perhaps the same one, and a code that was never used. */
interface Scene {
  readonly world: World;
  readonly table: Change["table"];
  readonly one: SimRow;
  readonly two: SimRow;
  readonly fresh: string;
}

/** Does it; where there is nobody to do it to, nothing happens. `nonce` makes values that were never there before. */
export function make(world: World, { act, table, who, other }: Change, nonce: number): void {
  const fresh = `C${nonce}`;
  if (act === "wait") world.pass(1 + (who % 3));
  if (act === "add") world.records.add(table, newRecord(table, fresh));
  if (act === "wait" || act === "add") return;
  const rows = world.simulator.rows(table);
  const [one, two] = [rows[who % rows.length], rows[other % rows.length]];
  if (one === undefined || two === undefined) return;
  const scene = { world, table, one, two, fresh };
  if (table !== "transaction") DOING[act](scene);
  else if (!CODED.has(act)) DOING[act](scene);
}

/** What only records with codes can go through. */
const CODED: ReadonlySet<Change["act"]> = new Set(["rename", "swap codes", "take code of another and rename it"]);

const DOING: Readonly<Record<Exclude<Change["act"], "wait" | "add">, (scene: Scene) => void>> = {
  edit: ({ world, table, one, fresh }) => {
    const field = table === "transaction" ? "description" : "comment";
    world.records.edit(table, one.seq, { [field]: `edit ${fresh}` });
  },
  touch: ({ world, table, one }) => {
    world.records.touch(table, one.seq);
  },
  remove: ({ world, table, one }) => {
    world.records.remove(table, one.seq);
  },
  "stamp all": ({ world, table }) => {
    world.records.bulkStamp(table);
  },
  rename: ({ world, table, one, fresh }) => {
    world.records.edit(table, one.seq, { code: fresh });
  },
  // By way of a third code, as MoneyWorks, where no two records ever have one code, makes people do it.
  "swap codes": ({ world, table, one, two, fresh }) => {
    if (one.seq === two.seq) return;
    world.records.edit(table, one.seq, { code: fresh });
    world.records.edit(table, two.seq, { code: codeOf(one) });
    world.records.edit(table, one.seq, { code: codeOf(two) });
  },
  replace: ({ world, table, one, fresh }) => {
    world.records.remove(table, one.seq);
    world.records.add(table, newRecord(table, codeOf(one) || fresh));
  },
  "take code of another and rename it": ({ world, table, one, two, fresh }) => {
    if (one.seq === two.seq) return;
    world.records.edit(table, two.seq, { code: fresh });
    world.records.edit(table, one.seq, { code: codeOf(two) });
  },
  "edit line": ({ world, one, fresh }) => {
    const line = one.lines?.at(-1);
    if (line !== undefined) world.records.edit("detail", line, { description: `line edit ${fresh}` });
  },
};

function codeOf(row: SimRow): string {
  return row.fields.code ?? "";
}

function newRecord(table: string, code: string) {
  if (table === "transaction")
    return { fields: { ourref: code, type: "DII" }, lines: [{ account: "4000-", gross: 1 }] };
  return { fields: { code, comment: "new" } };
}
