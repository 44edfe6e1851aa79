import { DEFAULT_FILE, FILE_VARIABLE } from "../../src/config/load.ts";
import { environmentName, flagName } from "../../src/config/option.ts";
import { anyOption, OPTION_KEYS, type OptionKey } from "../../src/config/options.ts";
import { hasSecretFile, secretFileKey } from "../../src/config/secret-file.ts";
import { CONFIG_WARNINGS } from "../../src/config/warnings.ts";
import { code, table } from "./markdown.ts";

const HEAD = `# Configuration

Generated from \`src/config/options.ts\` by \`bun run fix\`; do not edit.

An option is set by a flag, by an environment variable, or in \`${DEFAULT_FILE}\`; the first of these that sets it wins, and
without any of them its default holds. \`tidemark config\` prints every option with its value and where that came from; secrets
are never printed. The file is \`${DEFAULT_FILE}\` in the current directory if it is there, else
that of the only instance that is installed (\`tidemark help installing\`); \`--config\`, \`${FILE_VARIABLE}\` or \`--instance\` name another. A name
that no option has, in the file or among the variables that begin with \`TIDEMARK_\`, is an error. An empty variable counts as not
set. Paths are relative to the current directory.

A mirror needs \`moneyworks.url\` and \`remote.url\`, and \`remote.token\` where that is an http address.

\`\`\`toml
tables = ["name", "product", "transaction"]
poll = "10m"

[moneyworks]
url = "https://robot:password@moneyworks.example:6710/REST/Acme.moneyworks"

[remote]
url = "https://git.example/acme.git#main"
token = "…"
\`\`\`

What is secret may stand in a file of its own instead, which holds it on one line and nothing else: \`remote.token_file = "/etc/tidemark/token"\`,
or \`TIDEMARK_REMOTE_TOKEN_FILE\` in the environment, and likewise for every option with a row *in a file of its own*. A line end at its
end is no part of the secret. A path that begins with \`$CREDENTIALS_DIRECTORY/\` is one of systemd's credentials: with
\`LoadCredential=token:/etc/tidemark/token\` in the unit it is \`$CREDENTIALS_DIRECTORY/token\`. A file that others may read gives a warning;
one that is missing, empty or no text is an error. One place may say a secret or name its file, not both.

Options marked *published* are written, without secrets, to \`.tidemark/config.json\` in the repository: they are part of what each
commit says about itself.`;

/** `docs/configuration.md`: every option, from its declaration. */
export function configurationPage(): string {
  const warnings = table(
    ["warning", "when", "what to do"],
    Object.entries(CONFIG_WARNINGS).map(([name, { message, hint }]) => [code(name), message, hint]),
  );
  return `${[HEAD, ...OPTION_KEYS.map(section), "## Warnings", warnings].join("\n\n")}\n`;
}

function section(key: OptionKey): string {
  const option = anyOption(key);
  const rows = [
    ["in the file", code(key)],
    ["in the environment", code(environmentName(key))],
    ["on the command line", code(`--${flagName(key)} ${option.type.placeholder}`)],
    ["in a file of its own", hasSecretFile(key) ? fileNames(key) : ""],
    ["value", option.type.expected],
    ["default", defaultText(key)],
    ["remarks", remarks(key)],
  ].filter(([, text]) => text !== "");
  return `## ${key}\n\n${option.help}\n\n${table(["", ""], rows)}`;
}

function fileNames(key: OptionKey): string {
  const file = secretFileKey(key);
  return [code(file), code(environmentName(file)), code(`--${flagName(file)} FILE`)].join(", ");
}

function defaultText(key: OptionKey): string {
  const option = anyOption(key);
  if (key === "tables") return "all";
  return option.default === null ? "not set" : code(option.type.format(option.default)) || "none";
}

function remarks(key: OptionKey): string {
  const { secret, published } = anyOption(key);
  const secrecy = {
    no: "",
    whole: "secret: never printed",
    login: "the password in it is never printed",
    address: "only its host is printed",
  }[secret];
  return [secrecy, published ? "published" : ""].filter((text) => text !== "").join(", ");
}
