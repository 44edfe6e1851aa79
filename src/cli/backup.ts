import type { BackupProgress, BackupResult } from "../app/backup/backup.ts";
import type { Command } from "./command.ts";
import { settingsFrom } from "./settings.ts";
import { megabytes, stepView } from "./step-view.ts";

const STEPS: Readonly<Record<BackupProgress["step"], string>> = {
  copying: "copying the staging file",
  hashing: "reading",
  writing: "writing",
  verifying: "reading back",
};

export const backupCommand: Command = {
  name: "backup",
  summary: "Write everything of the data directory into one file, also while the service runs",
  operands: "FILE|DIRECTORY|-",
  arity: [1, 1],
  options: [
    { name: "force", help: "replace FILE when it exists" },
    { name: "keep", value: "N", help: "in a DIRECTORY: remove this document's older backups, so that N stay" },
    { name: "with-secrets", help: "take passwords and tokens along, encrypted with a passphrase that is asked for" },
    { name: "passphrase-file", value: "FILE", help: "read the passphrase from the first line of FILE instead" },
    { name: "no-verify", help: "do not read the file back" },
  ],
  configured: true,
  examples: [
    { command: "tidemark backup /backup --keep 14", what: "a new file in a directory, of which the newest 14 stay" },
    { command: "tidemark backup acme.tar.zst --with-secrets", what: "one file, with the configuration's secrets" },
    { command: "tidemark backup -", what: "to standard output, for ssh or another program behind a pipe" },
  ],
  run: async ({ host, args, json }) => {
    const [file = ""] = args.positionals;
    const toOutput = file === "-";
    const view = stepView<BackupProgress["step"]>(host, { json: json && !toOutput, titles: STEPS });
    const { backup } = await import("../app/backup/backup.ts");
    const result = await backup(host, settingsFrom(args), {
      file,
      force: args.has("force"),
      keep: args.number("keep", 1) ?? null,
      secrets: args.has("with-secrets"),
      passphraseFile: args.value("passphrase-file"),
      verify: !args.has("no-verify"),
      onProgress: view.update,
    }).finally(view.done);
    const text = json ? `${JSON.stringify(summaryLine(result))}\n` : summaryText(result);
    if (toOutput) host.err(text);
    else host.out(text);
    return 0;
  },
};

function summaryLine({ manifest, ...result }: BackupResult) {
  const { document, documentName, main, schema, createdAt, entries } = manifest;
  const told = { document, documentName, main, schema, createdAt: new Date(createdAt).toISOString() };
  return { type: "backup", ...result, ...told, entries: entries.length };
}

function summaryText({ path, bytes, manifest, verified, removed, ms }: BackupResult): string {
  const records = manifest.tables.reduce((sum, table) => sum + table.records, 0);
  const lines = [
    `${path === "-" ? "Written" : path}: ${megabytes(bytes)} MB in ${(ms / 1000).toFixed(1)} s${verified ? ", read back" : ""}`,
    `  ${manifest.documentName ?? "a document"}, ${records} records, main at ${manifest.main ?? "no commit"}`,
    ...removed.map((old) => `  removed ${old}`),
  ];
  return `${lines.join("\n")}\n`;
}
