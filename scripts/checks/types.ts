import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./check.ts";
import { packageProgram, runProgram } from "./program.ts";

/** What runs under Bun, what runs in browsers, and the tests of that: neither of the first two sees the other's globals. */
const PROGRAMS = [".", "src/dashboard", "test/unit/dashboard"];
const BROWSER = JSON.stringify({
  extends: "../../tsconfig.json",
  compilerOptions: { lib: ["ESNext", "DOM"], types: [], jsx: "react-jsx", jsxImportSource: "preact" },
  include: ["."],
  exclude: [],
});

/** TypeScript, strict, over everything. */
export const typesCheck: Check = {
  name: "types",
  holds: "every file type-checks under its tsconfig.json",
  proofs: [
    {
      name: "an index that may be missing",
      files: { "src/lib/first.ts": "export function first(list: string[]): string {\n  return list[0];\n}\n" },
      says: /src\/lib\/first\.ts.*TS2322/,
    },
    {
      name: "a view with a wrong attribute",
      files: {
        "src/dashboard/tsconfig.json": BROWSER,
        "src/dashboard/view.tsx": 'export const view = () => <p hidden={document.title}>{new Date("x")}</p>;\n',
      },
      says: /src\/dashboard\/view\.tsx.*TS2322/,
    },
    {
      name: "a browser's global in the program",
      files: { "src/lib/title.ts": "export const title = () => document.title;\n" },
      says: /src\/lib\/title\.ts.*TS2584/,
    },
  ],
  async run({ root }) {
    const programs = PROGRAMS.filter((folder) => existsSync(join(root, folder, "tsconfig.json")));
    const done = await Promise.all(
      programs.map((folder) => runProgram(packageProgram("typescript-native/bin/tsc", "-p", folder), root)),
    );
    return {
      ok: done.every(({ code }) => code === 0),
      text: done
        .map(({ text }) => text)
        .join("\n")
        .trim(),
    };
  },
};
