import { recordPath } from "../../src/canonical/path.ts";
import type { Oid, RecordKey, TableName } from "../../src/domain/ids.ts";
import type { IncomingChange, TreeFile } from "../../src/domain/ports/incoming.ts";
import type { Reason } from "../../src/domain/promotion.ts";
import type { FieldSchema } from "../../src/domain/schema/schema.ts";
import { makePlan } from "../../src/promoter/plan/plan.ts";
import type { PlanInput } from "../../src/promoter/plan/plan-file.ts";
import type { Order, Plan, PlannedFile } from "../../src/promoter/plan/plan-types.ts";
import { key, schemaOf, utf8 } from "./canonical-tools.ts";
import { oidOf } from "./staging-builders.ts";

/** A file's content; null: there is none. */
export type Content = string | Uint8Array | null;

/** One changed path. What is left out is as in the base. */
export interface Sides {
  readonly base?: Content;
  /** Several beginnings, where histories crossed. */
  readonly bases?: readonly Content[];
  readonly theirs?: Content;
  readonly ours?: Content;
  /** The file mode of the incoming commit's file. */
  readonly mode?: string;
}

export interface PlanOptions {
  readonly tables?: readonly string[];
  readonly mostRecords?: number;
  readonly idFields?: Readonly<Record<string, string>>;
  readonly keyOfNumber?: PlanInput["keyOfNumber"];
  readonly madeBy?: PlanInput["madeBy"];
  /** Common commits; default: one. */
  readonly commonCommits?: readonly Oid[];
}

const WRITABLE = ["name", "product", "job", "transaction"];

/** The plan of a commit that changes these paths. */
export function planOf(files: Readonly<Record<string, Sides>>, options: PlanOptions = {}): Plan {
  const blobs = new Map<Oid, Uint8Array>();
  const file = (content: Content, mode = "100644"): TreeFile | null => {
    if (content === null) return null;
    const oid = oidOf(`blob ${blobs.size}`);
    blobs.set(oid, typeof content === "string" ? utf8(content) : content);
    return { mode, oid };
  };
  const changes = Object.entries(files).map(([path, sides]): IncomingChange => {
    const { base = null, theirs = base, ours = base, bases = [base], mode } = sides;
    return { path, bases: bases.map((one) => file(one)), theirs: file(theirs, mode), ours: file(ours) };
  });
  const { commonCommits = [oidOf("base")] } = options;
  return makePlan(
    oidOf("edit"),
    { bases: commonCommits, files: changes },
    {
      ...inputOf(options),
      read: ({ oid }, most) => within(blobs.get(oid), most),
      configuration: () => null,
    },
  );
}

function inputOf({ tables = WRITABLE, mostRecords = 500, idFields = {}, keyOfNumber, madeBy }: PlanOptions) {
  const fields = WRITABLE.map((table) => [table, idFields[table] ?? "usertext"] as const);
  return {
    settings: { tables: tables as readonly TableName[], mostRecords, idFields: new Map(fields) },
    keyOfNumber: keyOfNumber ?? (() => null),
    replacedBy: () => null,
    madeBy: madeBy ?? (() => null),
  };
}

function within(bytes: Uint8Array | undefined, most: number): Uint8Array | null {
  if (bytes === undefined) throw new Error("no such blob");
  return bytes.length > most ? null : bytes;
}

/** The plan of the one file that a commit changes. */
export function planOne(path: string, sides: Sides, options: PlanOptions = {}): PlannedFile {
  const { files } = planOf({ [path]: sides }, options);
  const [only] = files;
  if (only === undefined) throw new Error(`nothing is planned for ${path}`);
  return only;
}

/** What a plan would send for its one file. */
export function orderOf({ order, reasons }: PlannedFile): Order {
  if (order === null) throw new Error(`nothing is sent: ${reasons.map(({ text }) => text).join(" ")}`);
  return order;
}

/** `too-long phone`, `delete -`. */
export function codesOf(reasons: readonly Reason[]): readonly string[] {
  return reasons.map(({ code, field }) => `${code} ${field ?? "-"}`);
}

export function pathOf(table: string, name: string | number): string {
  return recordPath(schemaOf(table), key(String(name)) as RecordKey);
}

/** `name.phone`, `detail.gross`. */
export function fieldOf(path: string): FieldSchema {
  const [table = "", name = ""] = path.split(".");
  const field = schemaOf(table).field.get(name);
  if (field === undefined) throw new Error(`no field ${path}`);
  return field;
}

/** A name as main has it. */
export const ROWAN = `<name>
  <code>ROWAN</code>
  <comment>Call first&#xD;Use side gate</comment>
  <creditlimit>5000</creditlimit>
  <dbalance system="true">120.50</dbalance>
  <discount>5.00</discount>
  <hold>1</hold>
  <name>Rowan &amp; Sons</name>
  <phone>09 555 0100</phone>
  <sequencenumber system="true">12</sequencenumber>
  <usertext>tidemark:rowan</usertext>
</name>
`;
export const ROWAN_PATH = pathOf("name", "ROWAN");

/** An invoice of two lines that is not posted, as main has it. */
export const INVOICE = `<transaction>
  <contra>1500</contra>
  <description>Widgets</description>
  <duedate>20250420</duedate>
  <gross>345.00</gross>
  <namecode>ROWAN</namecode>
  <ourref>2203</ourref>
  <period system="true">1312</period>
  <sequencenumber system="true">1042</sequencenumber>
  <status system="true">U</status>
  <taxamount system="true">45.00</taxamount>
  <tofrom>Rowan &amp; Sons</tofrom>
  <transdate>20250310</transdate>
  <type>DII</type>
  <subfile name="Detail">
    <detail>
      <detail.account>4000-</detail.account>
      <detail.credit system="true">200.00</detail.credit>
      <detail.description>Oak widget</detail.description>
      <detail.gross>230.00</detail.gross>
      <detail.net>200.00</detail.net>
      <detail.sequencenumber system="true">901</detail.sequencenumber>
      <detail.sort system="true">1</detail.sort>
      <detail.tax>30.00</detail.tax>
      <detail.taxcode>G</detail.taxcode>
    </detail>
    <detail>
      <detail.account>4010-</detail.account>
      <detail.credit system="true">100.00</detail.credit>
      <detail.description>Pine widget</detail.description>
      <detail.gross>115.00</detail.gross>
      <detail.net>100.00</detail.net>
      <detail.sequencenumber system="true">902</detail.sequencenumber>
      <detail.sort system="true">2</detail.sort>
      <detail.tax>15.00</detail.tax>
      <detail.taxcode>G</detail.taxcode>
    </detail>
    <detail system="true">
      <detail.account>1500-</detail.account>
      <detail.debit system="true">345.00</detail.debit>
      <detail.flags>-32768</detail.flags>
      <detail.sequencenumber system="true">903</detail.sequencenumber>
      <detail.sort system="true">3</detail.sort>
    </detail>
  </subfile>
</transaction>
`;
export const INVOICE_PATH = pathOf("transaction", 1042);

/** A text with one piece replaced, which must be there. */
export function edit(text: string, ...pairs: readonly (readonly [from: string, to: string])[]): string {
  return pairs.reduce((edited, [from, to]) => {
    if (!edited.includes(from)) throw new Error(`no ${from} in the text`);
    return edited.replace(from, () => to);
  }, text);
}
