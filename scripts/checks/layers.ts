import type { Check, Report } from "./check.ts";
import { reportOf } from "./check.ts";
import { packageProgram, runProgram } from "./program.ts";
import { filePaths } from "./sources.ts";

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: { readonly violations: readonly Violation[] };
}

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** Who imports whom (.dependency-cruiser.cjs). */
export const layersCheck: Check = {
  name: "layers",
  holds: "imports follow the table of folders and package owners, without cycles, orphans or dead files",
  proofs: [
    {
      name: "a lower layer that imports a higher one",
      files: { "src/lib/up.ts": 'export { main } from "../cli/main.ts";\n' },
      says: /layer-lib: src\/lib\/up\.ts → src\/cli\/main\.ts/,
    },
    {
      name: "a type from a forbidden layer",
      files: { "src/lib/up.ts": 'import type { main } from "../cli/main.ts";\nexport type Main = typeof main;\n' },
      says: /layer-lib/,
    },
    {
      name: "a package outside its owner's folder",
      files: {
        "src/lib/db.ts":
          'import { Database } from "bun:sqlite";\nexport const open = (p: string) => new Database(p);\n',
      },
      says: /owner-sqlite/,
    },
    {
      name: "a system module outside platform",
      files: {
        "src/lib/read.ts":
          'import { readFileSync } from "node:fs";\nexport const read = (p: string) => readFileSync(p);\n',
      },
      says: /owner-system/,
    },
    {
      name: "a schema that runs in the browser",
      files: {
        "src/api/contract/a.ts": "export const A = { a: 1 };\n",
        "src/sdk/a.ts": 'export { A } from "../api/contract/a.ts";\n',
      },
      says: /contract-types-only: src\/sdk\/a\.ts → src\/api\/contract\/a\.ts/,
    },
    {
      name: "a view outside the dashboard",
      files: { "src/lib/view.tsx": 'import { h } from "preact";\n\nexport const view = () => h("p", null);\n' },
      says: /owner-view: src\/lib\/view\.tsx/,
    },
    {
      name: "two files that need each other",
      files: {
        "src/lib/a.ts": 'import { b } from "./b.ts";\nexport const a = () => b;\n',
        "src/lib/b.ts": 'import { a } from "./a.ts";\nexport const b = () => a;\n',
      },
      says: /no-cycles/,
    },
    { name: "a file nobody needs", files: { "src/lib/alone.ts": "export const alone = 1;\n" }, says: /no-orphans/ },
    {
      name: "a program that needs its tests",
      files: {
        "src/lib/t.ts": 'export { value } from "../../test/value.ts";\n',
        "test/value.ts": "export const value = 1;\n",
      },
      says: /src-never-imports-test/,
    },
    {
      name: "a folder that is not in the table",
      files: { "src/misc/x.ts": 'export { name } from "../cli/name.ts";\n' },
      says: /unlisted-folder/,
    },
  ],
  async run({ root }) {
    const args = ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...foldersOf(root)];
    const { out, text } = await runProgram(packageProgram(".bin/depcruise", ...args), root);
    return out.startsWith("{") ? judge(JSON.parse(out), root) : { ok: false, text };
  },
};

/** Sound only when every source file was cruised: a run that looked at nothing finds nothing. */
function judge({ modules, summary }: Cruise, root: string): Report {
  const cruised = new Set(modules.map(({ source }) => source));
  const written = foldersOf(root)
    .flatMap((folder) => filePaths(root, folder))
    .filter((path) => /(?<!\.d)\.tsx?$/.test(path));
  const problems = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  const missed = written.filter((path) => !cruised.has(path)).map((path) => `not looked at: ${path}`);
  const none = written.length === 0 ? ["there is no source file to look at"] : [];
  return reportOf([...new Set(problems), ...missed, ...none], `${written.length} files looked at`);
}

/** The folders with sources: `anonymizer` is none of a project that has no such files. */
function foldersOf(root: string): string[] {
  return ["src", "anonymizer"].filter((folder) => folder === "src" || filePaths(root, folder).length > 0);
}
