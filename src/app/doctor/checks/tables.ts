import { asTidemarkError } from "../../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../../domain/ids.ts";
import type { Contact } from "../../../domain/ports/source.ts";
import { isTableOnly } from "../../../sync/table-failure.ts";
import { bad, type DoctorFinding, failed, type Judgement, ok } from "../finding.ts";
import type { DoctorCheck, DoctorScene } from "../scene.ts";

/** Privileges and counts, table by table. */
export const tablesCheck: DoctorCheck = {
  name: "tables",
  async *run(scene): AsyncIterable<DoctorFinding> {
    const contact = await scene.contact.orNull();
    if (contact === null) return;
    for (const table of scene.tables) yield { check: `table ${table}`, ...(await lookAt(table, contact, scene)) };
  },
};

async function lookAt(table: TableName, contact: Contact, scene: DoctorScene): Promise<Judgement> {
  if (contact.tables?.includes(table) === false) return judgeMissing(scene.tablesNamed);
  const source = await scene.source.get();
  const { signal } = scene;
  try {
    const records = await source.count(table, signal);
    scene.counts.set(table, records);
    return ok(`${records} ${records === 1 ? "record" : "records"}`, { records });
  } catch (reason) {
    const error = asTidemarkError(reason, signal);
    if (!(await isTableOnly(error, { ports: { source }, signal, done: 0, earlier: [] }))) throw error;
    return failed(error);
  }
}

/** @param named a person asked for it */
export function judgeMissing(named: boolean): Judgement {
  const says = "The document has no such table.";
  return named ? bad(says, "Leave it out of the option 'tables'.", { records: null }) : ok(says, { records: null });
}
