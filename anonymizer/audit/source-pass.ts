import { SharedSums } from "../books/shared-sums.ts";
import type { SourceBatch, SumsDelta } from "../model/batch.ts";
import type { AuditSource, Examiners } from "./ports.ts";

/** One reading of the whole source: what each batch is asked, and who is told the answer. */
export interface SourcePass<T> {
  ask(batch: SourceBatch): Promise<T>;
  /** In the order of the batches: what is told does not depend on which thread was faster. */
  take(answer: T): void;
}

/** Every batch of these tables to the examiners, as many at once as they can take. */
export async function readSource<T>(
  source: Pick<AuditSource, "tables" | "batches">,
  width: number,
  pass: SourcePass<T>,
): Promise<void> {
  for (const table of source.tables) await readTable(source.batches(table), width, pass);
}

/** The same for tables that were written and answers with sums in them: those of all tables so far are known before the next one is begun, as in the run. */
export async function readWithSums<T>(
  source: AuditSource,
  examiners: Examiners,
  pass: SourcePass<T> & { sumsOf(answer: T): SumsDelta },
): Promise<void> {
  const sums = new SharedSums();
  for (const table of source.written) {
    // Tables that hold sums of others add to none, so nobody looks while something is added.
    const take = (answer: T): void => {
      pass.take(answer);
      sums.addAll(pass.sumsOf(answer));
    };
    await readTable(source.batches(table), examiners.width, { ask: pass.ask, take });
    if (!sums.isEmpty) examiners.useSums(sums.given());
  }
}

async function readTable<T>(batches: ReturnType<AuditSource["batches"]>, width: number, pass: SourcePass<T>) {
  const flying: Promise<T>[] = [];
  for await (const batch of batches) {
    const answer = pass.ask(batch);
    // Whoever waits for an earlier one may leave with its error; this one is then nobody's.
    answer.catch(() => {});
    flying.push(answer);
    if (flying.length >= width) pass.take(await (flying.shift() as Promise<T>));
  }
  for (const answer of flying) pass.take(await answer);
}
