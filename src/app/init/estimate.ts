import type { TableName } from "../../domain/ids.ts";
import type { DoctorScene } from "../doctor/scene.ts";

/** What the first read will take. */
export interface Estimate {
  readonly records: number;
  /** Pages to ask for. */
  readonly requests: number;
  /** As measured on a page of the largest table; null: there was nothing to measure. */
  readonly recordsPerSecond: number | null;
  readonly seconds: number | null;
}

export interface Sample {
  readonly records: number;
  readonly ms: number;
}

/** Reads one page of the largest table, and reckons. @throws moneyworks.* */
export async function estimateRead({ counts, source, ways, config, signal }: DoctorScene): Promise<Estimate> {
  const { chunk } = config.values;
  const [largest] = [...counts].sort(([, one], [, other]) => other - one);
  if (largest === undefined || largest[1] === 0) return reckon(counts, chunk, null);
  const began = ways.clock.monotonic();
  const page = await (await source.get()).page({ table: largest[0], after: 0, limit: chunk }, signal);
  return reckon(counts, chunk, { records: page.records.length, ms: ways.clock.monotonic() - began });
}

/** A page's answer costs what its records cost, so the time follows the records; a table more costs a request at least. */
export function reckon(counts: ReadonlyMap<TableName, number>, chunk: number, sample: Sample | null): Estimate {
  const records = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const requests = [...counts.values()].reduce((sum, count) => sum + Math.max(1, Math.ceil(count / chunk)), 0);
  if (sample === null || sample.records === 0) return { records, requests, recordsPerSecond: null, seconds: null };
  const perSecond = sample.records / (Math.max(1, sample.ms) / 1000);
  return { records, requests, recordsPerSecond: Math.round(perSecond), seconds: Math.ceil(records / perSecond) };
}
