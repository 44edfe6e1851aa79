/** What the first lines of an instance's configuration depend on. */
export interface SkeletonInput {
  readonly instance: string;
  readonly data: string;
  /** Where it answers; null: at the default, port 80 of this host. */
  readonly listen: string | null;
  /** The command that starts the service. */
  readonly start: string;
}

/** A configuration to be filled in: what is required stands there as a comment, what the installation knows is set. */
export function skeleton({ instance, data, listen, start }: SkeletonInput): string {
  return [
    `# Tidemark, instance ${instance}. tidemark init --instance ${instance} asks for what is missing and tries it.`,
    `# Or fill in the three values marked REQUIRED, then: ${start}`,
    "# `tidemark config` shows every option with its value; docs/configuration.md explains each.",
    "# This file holds passwords: only the account that the service runs as may read it.",
    "",
    `data = ${quoted(data)}`,
    "",
    "[moneyworks]",
    "# REQUIRED: the document, with the user and password of Tidemark's own MoneyWorks user.",
    '# url = "https://tidemark:PASSWORD@localhost:6710/REST/Acme.moneyworks"',
    "",
    "[remote]",
    "# REQUIRED: the git repository, with the branch after #.",
    '# url = "https://git.example.com/acme/books.git#main"',
    "# REQUIRED for http and https: an access token that may push there.",
    '# token = "TOKEN"',
    "",
    "[api]",
    "# Where the dashboard and the API answer. Several documents on one host need a port each.",
    ...(listen === null ? [] : ["# Port 80 is another instance's, or not for the account that this service runs as."]),
    listen === null ? '# listen = "127.0.0.1:80"' : `listen = ${quoted(listen)}`,
    "",
  ].join("\n");
}

/** A TOML text; Windows paths are full of backslashes. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
