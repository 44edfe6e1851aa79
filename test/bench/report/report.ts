import type { SizeReport } from "../runs/bench-size.ts";
import { aimTable } from "./aims.ts";
import { count, figure } from "./markdown.ts";
import { contenderTable, stageTable, tenChangesTable } from "./tables.ts";

/** The whole report as Markdown. */
export function report(sizes: readonly SizeReport[]): string {
  const parts = sizes.flatMap((size) => [heading(size), contenderTable(size), tenChangesTable(size)]);
  const stages = ["ours", "ours-canonical"].map((name) => stageTable(sizes, name));
  const all = [...parts, "### Where the time goes", ...stages, "### Aims", aimTable(sizes)];
  return `${all.filter((part) => part !== null).join("\n\n")}\n`;
}

function heading({ records, xmlBytes, canonicalBytes }: SizeReport): string {
  const [xml, canonical] = [xmlBytes, canonicalBytes].map((bytes) => figure(bytes / records / 1000));
  return `### ${count(records)} records, ${xml} KB each from the server, ${canonical} KB in canonical form`;
}
