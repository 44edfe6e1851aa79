// Writes the generated pages of docs/: `bun scripts/generate.ts`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedPages } from "./checks/pages.ts";

const root = dirname(import.meta.dir);
mkdirSync(join(root, "docs"), { recursive: true });
for (const [path, text] of generatedPages()) writeFileSync(join(root, path), text);
