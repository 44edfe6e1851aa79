import type { TableName } from "../domain/ids.ts";
import { addNumber, entryOf, nameOf, type PromotionContext } from "./context.ts";
import { type Found, isSettled, look } from "./look.ts";
import type { NewOrder, Plan, PlannedFile } from "./plan/plan-types.ts";
import { reason } from "./plan/values.ts";

/**
 * Looks for every new record of a plan before anything is sent: what is there already under our id needs no sending, what
 * stands in its place refuses the commit as a whole. @param there gathers the numbers of those that are there
 * @throws moneyworks.*
 */
export async function withoutThoseThere(
  context: PromotionContext,
  plan: Plan,
  there: Map<TableName, number[]>,
): Promise<Plan> {
  const files: PlannedFile[] = [];
  for (const file of plan.files) files.push(file.order?.kind === "new" ? await lookFor(context, file, there) : file);
  return { ...plan, files };
}

async function lookFor(
  context: PromotionContext,
  file: PlannedFile,
  there: Map<TableName, number[]>,
): Promise<PlannedFile> {
  const order = file.order as NewOrder;
  const entry = entryOf(context, order);
  const found = await look(context, order, entry);
  if (found.kind === "not there") return file;
  if (found.kind === "there") {
    addNumber(there, order.schema.table, found.seq);
    context.journal.change(entry, { state: "applied", seq: found.seq, reason: "it was there already" });
    context.ports.log.write("info", `${nameOf(order)}: MoneyWorks has it already`, { seq: found.seq });
    return { ...file, seq: found.seq };
  }
  return { ...file, order: null, seq: found.seq, reasons: [takenFault(order, found)] };
}

export type Taken = Extract<Found, { kind: "other" | "gone" }>;

export function takenFault({ schema, code, clientId }: NewOrder, { kind, seq }: Taken): ReturnType<typeof reason> {
  if (kind === "gone") {
    const text = `A ${schema.record} was made under the name ${clientId} before (number ${seq}), and MoneyWorks has it no more. If it is to be made once more, give the file another name.`;
    return reason("client-id-used", null, text);
  }
  const number = seq === null ? "" : ` (number ${seq})`;
  if (code !== null) {
    const text = `MoneyWorks has a ${schema.record} of this ${schema.key} already${number}; letter case makes no difference.`;
    return reason("code-in-use", schema.key, text);
  }
  const text = `A ${schema.record} was made under the name ${clientId} before${number}, with another content. Give the file another name.`;
  return reason("client-id-used", null, text);
}

/** Whether another commit sent a record of this client id and nobody knows yet what came of it. */
export function isAwaited({ ports, commit }: PromotionContext, { schema, clientId }: NewOrder): boolean {
  return ports.staging
    .openImports()
    .some(
      ({ commit: other, entry }) =>
        other !== commit &&
        entry.table === schema.table &&
        entry.clientId === clientId &&
        !isSettled(entry.sent, ports.clock),
    );
}
