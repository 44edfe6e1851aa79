import type { Status } from "../../status.ts";
import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** Records that cannot be read, and fields that came and went. */
export const setAsideCheck: DoctorCheck = {
  name: "records",
  async run({ mirror }) {
    const known = await mirror.orNull();
    return known === null ? null : judgeRecords(known.status);
  },
};

export function judgeRecords({
  quarantine,
  uncommittedRecords,
}: Pick<Status, "quarantine" | "uncommittedRecords">): Judgement {
  const facts = { setAside: quarantine.length, uncommitted: uncommittedRecords };
  const [first] = quarantine;
  if (first === undefined) return ok("Every record that was met could be read.", facts);
  const says = `${quarantine.length} ${quarantine.length === 1 ? "record" : "records"} cannot be read and are left out, such as ${first.table} ${first.key ?? first.number}: ${first.reason}`;
  return warn(says, "tidemark status lists them. Correct them in MoneyWorks; the next sweep takes them in.", facts);
}
