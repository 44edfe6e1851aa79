import type { RestoreProgress, RestoreProposal, RestoreResult } from "../app/backup/restore.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Host } from "../domain/ports/host.ts";
import { visible } from "../lib/text-table.ts";
import type { Command } from "./command.ts";
import { settingsFrom } from "./settings.ts";
import { stepView } from "./step-view.ts";

const STEPS: Readonly<Record<RestoreProgress["step"], string>> = {
  verifying: "looking at every byte",
  unpacking: "unpacking",
  inspecting: "looking at every object",
  replacing: "taking the old data's place",
};

export const restoreCommand: Command = {
  name: "restore",
  summary: "Put a backup into the data directory, after all of it was looked at",
  operands: "FILE",
  arity: [1, 1],
  options: [
    { name: "verify-only", help: "look at all of the file and change nothing" },
    { name: "yes", help: "do not ask before data is replaced; needed where no person is at a terminal" },
    { name: "discard-old", help: "do not keep the data that is replaced" },
    { name: "force", help: "also over the data of another document" },
    { name: "write-config", value: "FILE", help: "write the configuration of the backup into a new file" },
    { name: "with-secrets", help: "with --write-config: with the secrets, for which a passphrase is asked" },
    { name: "passphrase-file", value: "FILE", help: "read the passphrase from the first line of FILE instead" },
  ],
  configured: true,
  examples: [
    { command: "tidemark restore acme.tar.zst --verify-only", what: "is this backup whole, and what is in it?" },
    { command: "tidemark restore acme.tar.zst", what: "put it back; the service has to be stopped" },
    {
      command: "tidemark restore acme.tar.zst --data /var/lib/tidemark/acme --write-config acme.toml --with-secrets",
      what: "everything on a new host",
    },
  ],
  run: async ({ host, args, json }) => {
    const [file = ""] = args.positionals;
    const secrets = args.has("with-secrets");
    const writeConfig = args.value("write-config") ?? null;
    if (secrets && writeConfig === null)
      throw fail("usage.bad-value", { option: "with-secrets", value: "", expected: "--write-config FILE beside it" });
    const view = stepView<RestoreProgress["step"]>(host, { json, titles: STEPS });
    const confirm = async (proposal: RestoreProposal): Promise<boolean> => {
      view.done();
      return args.has("yes") || (await isConfirmed(host, proposal));
    };
    const { restore } = await import("../app/backup/restore.ts");
    const result = await restore(host, settingsFrom(args), {
      file,
      verifyOnly: args.has("verify-only"),
      force: args.has("force"),
      discardOld: args.has("discard-old"),
      writeConfig,
      secrets,
      passphraseFile: args.value("passphrase-file"),
      confirm,
      onProgress: view.update,
    }).finally(view.done);
    host.out(json ? `${JSON.stringify(summaryLine(file, result))}\n` : summaryText(file, result));
    return 0;
  },
};

/** @throws restore.needs-yes where nobody can be asked */
async function isConfirmed(host: Host, { manifest, directory, current }: RestoreProposal): Promise<boolean> {
  const known = visible(current.documentName ?? "a document that cannot be told");
  host.err(`The data in ${directory} (${known})\nis replaced by ${contentText(manifest)}.\n`);
  const answer = await host.ask("Go on? [y/N] ");
  if (answer === null) throw fail("restore.needs-yes", { path: directory });
  return /^y(es)?$/i.test(answer.trim());
}

type Told = RestoreResult["manifest"];

function contentText({ documentName, createdAt, tables, tidemark }: Told): string {
  const records = tables.reduce((sum, table) => sum + table.records, 0);
  const when = new Date(createdAt).toISOString();
  return `${visible(documentName ?? "a document")}, ${records} records, of ${when} by Tidemark ${visible(tidemark)}`;
}

function summaryLine(file: string, { manifest, ...result }: RestoreResult) {
  const { entries, createdAt, ...told } = manifest;
  const when = { createdAt: new Date(createdAt).toISOString(), entries: entries.length };
  return { type: "restore", file, verifyOnly: result.directory === null, ...result, ...told, ...when };
}

function summaryText(file: string, { manifest, directory, before, config }: RestoreResult): string {
  const lines = [
    `${file} is whole: ${contentText(manifest)}.`,
    directory === null
      ? null
      : `It is in ${directory} now. The next run looks how far main and MoneyWorks went on since.`,
    before === null ? null : `The old data is in ${before}; remove it when all is well.`,
    config === null ? null : `The configuration is in ${config}.`,
  ];
  return `${lines.filter((line) => line !== null).join("\n")}\n`;
}
