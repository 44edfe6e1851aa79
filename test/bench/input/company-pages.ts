import { createClock } from "../../../src/platform/clock.ts";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { companyTables } from "../../../src/simulator/company/generate.ts";
import { createSimulator } from "../../../src/simulator/simulator.ts";
import { type InputArgument, TABLE } from "./dataset.ts";

const SEED = 1;

/**
 * The transactions of a company of that many, a page at a time. One record in `awkward` is from the twin of the company
 * whose texts break careless programs: markup, other scripts, characters that XML forbids.
 */
export function* companyPages({ records, chunk, awkward }: InputArgument): Generator<readonly NewRow[]> {
  const twin = transactions(records, true)[Symbol.iterator]();
  let [place, page]: [number, NewRow[]] = [0, []];
  for (const usual of transactions(records, false)) {
    const unusual = twin.next();
    page.push(place % awkward === 0 && unusual.done !== true ? unusual.value : usual);
    place += 1;
    if (page.length < chunk) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function transactions(count: number, awkward: boolean): Iterable<NewRow> {
  const tables = companyTables({ seed: SEED, transactions: count, awkward });
  return tables.find(({ table }) => table === TABLE)?.rows() ?? [];
}

/** A page as a Datacentre sends it: `xml-verbose`. */
export function exportPage(rows: readonly NewRow[]): Uint8Array {
  const simulator = createSimulator({ data: { tables: { [TABLE]: rows } }, clock: createClock() });
  return new TextEncoder().encode(simulator.exportXml(TABLE));
}

/** The record after somebody has edited its description. */
export function edited(row: NewRow, round: number): NewRow {
  const description = `${row.fields.description ?? ""} (revised, round ${round})`;
  const stamp = `20251201${String(100_000 + round)}`;
  return { ...row, modtime: stamp, fields: { ...row.fields, description } };
}
