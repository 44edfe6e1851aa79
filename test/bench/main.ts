import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HELP, parseOptions } from "./options.ts";
import { readOptions } from "./read-options.ts";
import { report } from "./report/report.ts";
import { benchSize, type SizeReport } from "./runs/bench-size.ts";
import { GitService } from "./server/git-service.ts";

/** `bun run bench`: runs all contenders, prints the tables, and removes everything again. */
const options = readOptions(parseOptions, HELP);
const root = mkdtempSync(join(options.directory, "tidemark-bench-"));
const cleanUp = () => rmSync(root, { recursive: true, force: true });
process.on("SIGINT", () => {
  cleanUp();
  process.exit(130);
});

try {
  using service = await GitService.start(`${root}/server`);
  const sizes: SizeReport[] = [];
  for (const records of options.records) sizes.push(await benchSize(records, root, { ...options, service }));
  console.log(report(sizes));
  if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(sizes, null, 2)}\n`);
} finally {
  cleanUp();
}
