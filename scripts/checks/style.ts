import type { Check } from "./check.ts";
import { runProgram } from "./program.ts";

/** Biome: formatting, lint rules, import order. Warnings count. */
export const styleCheck: Check = {
  name: "style",
  holds: "every file is formatted and free of lint findings",
  proofs: [
    {
      name: "a line that is not formatted",
      files: { "src/lib/text.ts": "export const text = 'single'\n" },
      says: /src\/lib\/text\.ts.*format/,
    },
    {
      name: "a comparison that converts",
      files: { "src/lib/same.ts": "export const same = (a: number, b: number) => a == b;\n" },
      says: /noDoubleEquals/,
    },
  ],
  async run({ root }) {
    const { code, text } = await runProgram(
      ["node_modules/.bin/biome", "ci", "--colors=off", "--diagnostic-level=warn", "--error-on-warnings", "."],
      root,
    );
    return { ok: code === 0, text };
  },
};
