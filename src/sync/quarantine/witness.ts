import { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../domain/ids.ts";
import type { SetAside } from "../../domain/ports/staging-quarantine.ts";
import { type AskingContext, orOneRecord, unreadable } from "./at-fault.ts";
import { readAlone } from "./verdict.ts";

export interface WitnessRequest {
  readonly table: TableName;
  /** Records that cannot be read, at least one, and all others that are no witnesses. */
  readonly bad: readonly SetAside[];
  readonly others: readonly number[];
  /** A record that could be read before; null: none is known. */
  readonly good: number | null;
}

/**
 * Before records are set aside, another record of their table must be readable after them: otherwise it is the server
 * that exports nothing of this table now.
 * @throws sync.unreadable when there is none
 */
export async function requireWitness(context: AskingContext, request: WitnessRequest): Promise<void> {
  const { table, bad, good } = request;
  if (good !== null && (await isReadable(context, table, good))) return;
  const other = await firstOther(context, request);
  if (other !== null && other !== good && (await isReadable(context, table, other))) return;
  const after = Math.min(...bad.map(({ seq }) => seq)) - 1;
  throw unreadable({ table, after }, "no other record of the table can be read", bad[0]?.reason ?? "");
}

async function isReadable(context: AskingContext, table: TableName, seq: number): Promise<boolean> {
  const record = await orOneRecord(readAlone(context, table, seq));
  return record !== null && !(record instanceof TidemarkError);
}

/** The first record of the table that may be a witness; null: it has none, or cannot be listed. */
async function firstOther(
  { ports, request }: AskingContext,
  { table, bad, others }: WitnessRequest,
): Promise<number | null> {
  const excluded = new Set([...bad.map(({ seq }) => seq), ...others]);
  const question = { table, after: 0, limit: excluded.size + 1, tries: 1 };
  const listed = await orOneRecord(ports.source.stamps(question, request.signal));
  if (listed instanceof TidemarkError) return null;
  return listed.rows.find(({ seq }) => !excluded.has(seq))?.seq ?? null;
}
