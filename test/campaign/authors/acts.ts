import type { SimRow } from "../../../src/simulator/store/row.ts";
import type { CommitAct, CommitEvent } from "../scenario/commits.ts";
import { newInvoice, newInvoiceByProduct, newRecord } from "./new-records.ts";
import { fieldIn, reformatted, withField, withLineDescription } from "./record-text.ts";
import type { WorkingTree } from "./working-tree.ts";

/** What an author sees: the files, and the records of the document that they stand for. */
export interface Scene {
  readonly tree: WorkingTree;
  readonly rows: (table: string) => readonly SimRow[];
  readonly event: CommitEvent;
}

/** What changes files, and nothing else. */
export type FileAct = Exclude<CommitAct, "amend" | "merge main" | "give up">;

/** Changes files; where there is nothing to do it to, nothing happens. */
export function change(act: FileAct, scene: Scene): void {
  DOING[act](scene);
}

const DOING: Readonly<Record<FileAct, (scene: Scene) => void>> = {
  edit: editField,
  "edit invoice": (scene) => editInvoice(scene, isOpenInvoice),
  "edit line": editLine,
  "new record": (scene) => add(scene, newRecord(scene)),
  "new invoice": (scene) => add(scene, newInvoice(scene, "balanced")),
  "new invoice by product": (scene) => add(scene, newInvoiceByProduct(scene)),
  several,
  reformat: (scene) => onFile(scene, (text) => reformatted(text, scene.event.other)),
  "system field": (scene) => onFile(scene, (text) => withField(text, "sequencenumber", String(scene.event.nonce))),
  "unknown field": (scene) => onFile(scene, (text) => withField(text, "shoesize", "43")),
  delete: (scene) => onFile(scene, () => null),
  "foreign path": ({ tree, event }) => tree.write(`notes/${event.nonce}.txt`, "Call them back\n"),
  "new elsewhere": ({ tree, event }) => tree.write("name/00/00/NOBODY.xml", nameOf("NOBODY", event.nonce)),
  "too long": (scene) => onFile(scene, (text) => withField(text, "category1", "much too long for it")),
  "does not balance": (scene) => add(scene, newInvoice(scene, "unbalanced")),
  "no account": (scene) => add(scene, newInvoice(scene, "no account")),
  posted: (scene) => editInvoice(scene, (row) => !isOpenInvoice(row)),
  "code in use": (scene) =>
    add(scene, newRecord({ ...scene, event: { ...scene.event, table: "name" } }, takenCode(scene))),
  "code changed": (scene) => onFile(scene, (text) => withField(text, "code", `X${scene.event.nonce}`)),
  "marker file": ({ tree }) => tree.write(".tidemark/marker.json", "{}\n"),
  configuration: ({ tree }) => tree.write(".tidemark/config.json", '{\n  "version": 1,\n  "poll": "1h"\n}\n'),
  "bad xml": (scene) => onFile(scene, (text) => text.slice(0, -4)),
};

/** Two or three of them in one commit. */
function several(scene: Scene): void {
  const acts: readonly FileAct[] = [
    "edit",
    "edit invoice",
    "new record",
    "edit",
    "new invoice",
    "new invoice by product",
  ];
  const { event } = scene;
  for (let at = 0; at < 2 + (event.nonce % 2); at++) {
    const act = acts[(event.other + at * 5) % acts.length] as FileAct;
    const table = at === 0 ? event.table : "name";
    change(act, { ...scene, event: { ...event, table, who: event.who + at * 3, other: event.other + at } });
  }
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  name: ["comment", "phone", "comment", "email", "memo"],
  product: ["comment", "category2", "comment", "barcode"],
  job: ["comment", "phone"],
  transaction: ["description", "description", "theirref"],
};

function editField(scene: Scene): void {
  const { event } = scene;
  onFile(scene, (text) => withField(text, fieldOf(event.table, event.other), freshValue(event)));
}

function editInvoice(scene: Scene, isWanted: (row: SimRow) => boolean): void {
  const { event } = scene;
  onInvoice(scene, isWanted, (text) => withField(text, fieldOf("transaction", event.other), freshValue(event)));
}

function editLine(scene: Scene): void {
  onInvoice(scene, isOpenInvoice, (text) => withLineDescription(text, freshValue(scene.event) ?? "nothing") ?? text);
}

function isOpenInvoice({ fields }: SimRow): boolean {
  return fields.type === "DII" && fields.status !== "P";
}

function fieldOf(table: string, other: number): string {
  const fields = FIELDS[table] ?? [];
  return fields[other % fields.length] as string;
}

/** Short enough for every field; null: it is to be blank. */
function freshValue({ nonce, other }: CommitEvent): string | null {
  if (other % 9 === 8) return null;
  return other % 5 === 4 ? `by ${nonce}\n& <x>` : `by ada ${nonce}`;
}

function takenCode({ rows, event }: Scene): string {
  const names = rows("name");
  return names[event.who % Math.max(1, names.length)]?.fields.code?.toLowerCase() ?? "NOBODY";
}

function nameOf(code: string, nonce: number): string {
  return `<name>\n  <code>${code}</code>\n  <name>Nobody ${nonce}</name>\n</name>\n`;
}

/** A file that is there already stays what it is. */
function add({ tree }: Scene, fresh: { readonly path: string; readonly text: string } | null): void {
  if (fresh !== null) tree.write(fresh.path, fresh.text);
}

function onFile(scene: Scene, edit: (text: string) => string | null): void {
  const { rows, event } = scene;
  const records = rows(event.table);
  editFile(scene, { table: event.table, row: records[event.who % Math.max(1, records.length)] }, edit);
}

function onInvoice(scene: Scene, isWanted: (row: SimRow) => boolean, edit: (text: string) => string): void {
  const records = scene.rows("transaction").filter(isWanted);
  editFile(scene, { table: "transaction", row: records[scene.event.who % Math.max(1, records.length)] }, edit);
}

interface Target {
  readonly table: string;
  readonly row: SimRow | undefined;
}

/** The file that holds the record's number, wherever it is; there may be none (yet). */
function editFile({ tree }: Scene, { table, row }: Target, edit: (text: string) => string | null): void {
  if (row === undefined) return;
  for (const path of tree.files.keys()) {
    if (!path.startsWith(`${table}/`)) continue;
    const text = tree.read(path);
    if (text === null || fieldIn(text, "sequencenumber") !== String(row.seq)) continue;
    tree.write(path, edit(text));
    return;
  }
}
