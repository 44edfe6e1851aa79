import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { configurationPage } from "../pages/configuration-page.ts";
import { errorsPage } from "../pages/errors-page.ts";
import { type Check, reportOf } from "./check.ts";

/** Every generated page by its path in the project. */
export function generatedPages(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/configuration.md", configurationPage()],
    ["docs/errors.md", errorsPage()],
  ]);
}

/** Pages that are made from declarations say what the declarations say. */
export const pagesCheck: Check = {
  name: "pages",
  holds: "the generated pages of docs/ are what the declarations give",
  proofs: [
    {
      name: "a page that was edited",
      files: { "docs/errors.md": "# Errors\n" },
      says: /docs\/errors\.md is not current/,
    },
  ],
  async run({ root }) {
    const pages = [...generatedPages()];
    const stale = pages.filter(([path, text]) => {
      const file = join(root, path);
      return !existsSync(file) || readFileSync(file, "utf8") !== text;
    });
    const problems = stale.map(([path]) => `${path} is not current; run: bun run fix`);
    return reportOf(problems, `${pages.length} pages compared`);
  },
};
