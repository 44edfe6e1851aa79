import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Project } from "./checks/check.ts";
import { generatedPages } from "./checks/pages.ts";

/** The repository's own rules, which a proof must run under. */
const RULES = ["tsconfig.json", "biome.json", "bunfig.toml", "knip.json", ".dependency-cruiser.cjs"];

const PLATFORM = `/** What the program has of the process. */
export const host = {
  words: () => process.argv.slice(2),
  write: (text: string) => process.stdout.write(text),
  exit: (code: number) => process.exit(code),
};
`;

const MAIN = `import { host } from "../app/host.ts";
import { name } from "./name.ts";

declare const TIDEMARK_COMMIT: string;

/** Answers as little of the command line as the checks ask for. */
export function main({ words, write, exit } = host): void {
  const commit = typeof TIDEMARK_COMMIT === "undefined" ? "source" : TIDEMARK_COMMIT;
  const answers = new Map([
    ["version", JSON.stringify({ version: "0.0.1", commit })],
    ["--help", \`Usage: \${name}\`],
    ["config", "{}"],
    ["help", "Security\\n"],
    ["licences", "  Bun 1: MIT"],
    ["demo", "{}"],
  ]);
  const answer = answers.get(words()[0] ?? "");
  write(answer ?? "");
  exit(answer === undefined ? 2 : 0);
}
`;

const TEST = `import { expect, test } from "bun:test";
import { host } from "../../src/app/host.ts";
import { main } from "../../src/cli/main.ts";

test("answers what it knows", () => {
  const said: (string | number)[] = [];
  const say = (text: string | number) => said.push(text);
  host.words();
  host.write("");
  main({ words: () => ["config"], write: say as never, exit: say as never });
  expect(said).toEqual(["{}", 0]);
});
`;

/** A project with nothing wrong: a program that answers what the binary check asks, and its test. */
const SOUND: Readonly<Record<string, string>> = {
  "package.json": `${JSON.stringify({ name: "fixture", version: "0.0.1", type: "module", private: true }, null, 2)}\n`,
  "src/main.ts": 'import { main } from "./cli/main.ts";\n\nmain();\n',
  "src/cli/README.md": "# cli\n",
  "src/cli/name.ts": 'export const name = "fixture";\n',
  "src/cli/main.ts": MAIN,
  "src/app/README.md": "# app\n",
  "src/app/host.ts": 'export { host } from "../platform/host.ts";\n',
  "src/platform/README.md": "# platform\n",
  "src/platform/host.ts": PLATFORM,
  "src/lib/README.md": "# lib\n",
  "test/unit/main.test.ts": TEST,
};

/** Makes a sound project in a temporary directory, lays `files` over it, hands it to `use`, and takes it away again. */
export async function withFixture<T>(
  repository: string,
  files: Readonly<Record<string, string>>,
  use: (project: Project) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "tidemark-proof-"));
  try {
    symlinkSync(join(repository, "node_modules"), join(root, "node_modules"), "junction");
    for (const rule of RULES) cpSync(join(repository, rule), join(root, rule));
    for (const [path, text] of [...generatedPages(), ...Object.entries({ ...SOUND, ...files })]) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await use({ root });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
