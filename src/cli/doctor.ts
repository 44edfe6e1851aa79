import type { DoctorFinding } from "../app/doctor/finding.ts";
import type { Command, Invocation } from "./command.ts";
import { printRepeat, repeatSummary } from "./doctor-repeat-view.ts";
import { findingText } from "./doctor-view.ts";
import { settingsFrom } from "./settings.ts";
import { tableNames } from "./table-name.ts";

export const doctorCommand: Command = {
  name: "doctor",
  summary: "Look at everything that can go wrong, and tell what to put right",
  operands: "",
  arity: [0, 0],
  options: [
    { name: "repeat", help: "export every table twice in each XML format and compare the answers byte by byte" },
    { name: "table", value: "TABLE", list: true, help: "only this table; may be repeated" },
  ],
  configured: true,
  examples: [
    {
      command: "tidemark doctor",
      what: "MoneyWorks, the repository, the data directory, the service: what is well, and what to do about the rest",
    },
    {
      command: "tidemark doctor --repeat --table name",
      what: "does MoneyWorks give the same bytes twice? (exit code 3: no)",
    },
  ],
  run: (invocation) => (invocation.args.has("repeat") ? repeat(invocation) : contact(invocation)),
};

function tablesOf({ args }: Invocation) {
  const tables = args.list("table");
  return tables === undefined ? undefined : tableNames(tables.join(","), "--table");
}

async function contact(invocation: Invocation): Promise<number> {
  const { host, args, json } = invocation;
  const onFinding = (finding: DoctorFinding) =>
    void host.out(json ? `${JSON.stringify({ type: "check", ...finding })}\n` : findingText(finding));
  const { doctor } = await import("../app/doctor/doctor.ts");
  const isWell = await doctor(host, settingsFrom(args), { tables: tablesOf(invocation), onFinding });
  const code = isWell ? 0 : 1;
  if (json) host.out(`${JSON.stringify({ type: "summary", ok: isWell })}\n`);
  return code;
}

async function repeat(invocation: Invocation): Promise<number> {
  const { host, args } = invocation;
  const view = printRepeat(invocation);
  const { doctorRepeat } = await import("../app/doctor/repeat.ts");
  await doctorRepeat(host, settingsFrom(args), { tables: tablesOf(invocation), ...view.watcher });
  return repeatSummary(invocation, view.results);
}
