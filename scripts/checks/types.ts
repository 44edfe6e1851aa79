import type { Check } from "./check.ts";
import { packageProgram, runProgram } from "./program.ts";

/** TypeScript, strict, over everything. */
export const typesCheck: Check = {
  name: "types",
  holds: "every file type-checks under tsconfig.json",
  proofs: [
    {
      name: "an index that may be missing",
      files: { "src/lib/first.ts": "export function first(list: string[]): string {\n  return list[0];\n}\n" },
      says: /src\/lib\/first\.ts.*TS2322/,
    },
  ],
  async run({ root }) {
    const { code, text } = await runProgram(packageProgram("typescript-native/bin/tsc", "-p", "."), root);
    return { ok: code === 0, text };
  },
};
