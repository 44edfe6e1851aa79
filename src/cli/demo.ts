import { type DemoEdit, type DemoReady, demo } from "../app/demo.ts";
import { versionInfo } from "../app/version.ts";
import type { Command } from "./command.ts";
import { progressView } from "./progress-line.ts";

export const demoCommand: Command = {
  name: "demo",
  summary: "Watch a simulated company flow into a git repository",
  operands: "",
  arity: [0, 0],
  options: [
    { name: "dir", value: "DIRECTORY", help: "where everything goes; emptied at every start (default .demo)" },
    { name: "records", value: "N", help: "size of the company (default 5000)" },
    { name: "seed", value: "N", help: "which company (default 1)" },
    { name: "port", value: "PORT", help: "the simulator's port (default 6710, any free one when that is taken)" },
    { name: "api-port", value: "PORT", help: "the dashboard's port (default 8010, any free one when that is taken)" },
    { name: "once", help: "mirror, edit one record, poll once, and end" },
  ],
  configured: false,
  examples: [
    { command: "tidemark demo", what: "mirror 5,000 records, then poll every two seconds until Ctrl-C" },
    { command: "tidemark demo --once", what: "the same in one go, with one edit" },
  ],
  run: ({ host, args, json }) => {
    const view = progressView(host, json);
    const print = (text: string, value: object) => host.out(json ? `${JSON.stringify(value)}\n` : text);
    return demo(
      host,
      {
        directory: args.value("dir") ?? ".demo",
        records: args.number("records", 1) ?? 5000,
        seed: args.number("seed", 0) ?? 1,
        port: args.number("port", 0) ?? 6710,
        apiPort: args.number("api-port", 0) ?? 8010,
        once: args.has("once"),
        onProgress: view.update,
      },
      {
        ready: (ready) => {
          view.done();
          print(readyText(ready, args.has("once")), { type: "ready", ...ready, backfill: ready.backfill.summary });
        },
        edited: (edit) => print(editedText(edit), { type: "edited", ...edit, poll: edit.poll.summary }),
      },
    );
  },
};

function readyText({ mirror, data, control, dashboard, backfill }: DemoReady, once: boolean): string {
  const { tables, ms } = backfill.summary;
  const records = tables.reduce((sum, { read }) => sum + read, 0);
  const done = `${records} records of ${tables.filter(({ read }) => read > 0).length} tables are mirrored (${(ms / 1000).toFixed(1)} s).\n`;
  if (once || dashboard === null) return done;
  const steps = [
    [`curl -s ${control}/random-edit`, "edit a record in MoneyWorks"],
    [`curl -s '${dashboard}sync/full?check=true'`, "does main hold what MoneyWorks holds?"],
    [`git -C ${mirror} log -p -1`, "the commit it became"],
    [`${program()} log --data ${data} --limit 5`, "the fields that changed"],
    [`git clone ${mirror} acme`, "the files"],
  ] as const;
  const width = Math.max(...steps.map(([command]) => command.length));
  const lines = steps.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`);
  return [
    done,
    `Dashboard: ${dashboard}`,
    "",
    "In another terminal:",
    ...lines,
    "",
    "Polling every 2 s. Ctrl-C ends it.",
    "",
  ].join("\n");
}

/** How a person who runs this very program starts it again: from source there is no binary yet. */
function program(): string {
  return versionInfo().commit === "source" ? "npm run -s build && dist/tidemark" : "tidemark";
}

function editedText({ table, key, commit, poll }: DemoEdit): string {
  const changed = poll.summary.tables.reduce((sum, row) => sum + row.changed, 0);
  return `Edited ${table} ${key} in the simulator: ${changed} record changed, commit ${commit ?? "none"}.\n`;
}
