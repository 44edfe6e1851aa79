import type { Check } from "./check.ts";
import { packageProgram, runProgram } from "./program.ts";

/** knip: what is written and never used. */
export const unusedCheck: Check = {
  name: "unused",
  holds: "no unused file, export or dependency, none missing from package.json",
  proofs: [
    {
      name: "an export that nobody imports",
      files: { "src/cli/name.ts": 'export const name = "demo";\nexport const spare = 1;\n' },
      says: /spare/,
    },
    {
      name: "a file that nobody imports",
      files: { "src/lib/alone.ts": "export const alone = 1;\n" },
      says: /alone\.ts/,
    },
    {
      name: "a view that no page shows",
      files: {
        "src/dashboard/main.tsx": 'export const main = "main";\n',
        "src/dashboard/lost.tsx": "export const lost = () => null;\n",
      },
      says: /dashboard\/lost\.tsx/,
    },
    {
      name: "a package that is not listed",
      files: { "src/cli/name.ts": 'import "left-pad";\n\nexport const name = "demo";\n' },
      says: /left-pad/,
    },
  ],
  async run({ root }) {
    const args = ["--no-progress", "--no-config-hints"];
    const { code, text } = await runProgram(packageProgram(".bin/knip", ...args), root);
    return { ok: code === 0, text };
  },
};
