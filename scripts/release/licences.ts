import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BUN_PARTS, BUN_POLYFILLS, versionOf } from "./bun-parts.ts";
import type { BundledPackage } from "./packages.ts";

const RULE = "-".repeat(78);
const TEXTS = join(import.meta.dir, "texts");

/** LICENCES.txt: whose work is in the program beside our own, and the texts that go with it. */
export function licencesText(packages: readonly BundledPackage[]): string {
  return [
    "Work of others that is in the program Tidemark, and under which licences",
    "",
    ...packages.map(({ name, version, licence }) => `  ${name} ${version}: ${licence}`),
    `  Bun ${Bun.version}: MIT, and what it brings (below)`,
    ...packages.flatMap((each) => [RULE, `${each.name} ${each.version} (${each.licence})`, "", each.text.trim(), ""]),
    RULE,
    bunText(),
    ...["LGPL-2.1", "Apache-2.0"].flatMap((name) => [RULE, textOf(name), ""]),
  ].join("\n");
}

function bunText(): string {
  const parts = BUN_PARTS.map((part) => {
    const name = [part.name, versionOf(part)].filter((word) => word !== null).join(" ");
    return `  ${name}: ${part.licence ?? "several licences"}, ${part.home}${part.only === undefined ? "" : " (Windows only)"}`;
  });
  return `Bun ${Bun.version} (MIT), https://github.com/oven-sh/bun

The program runs on Bun, whose executable is the greater part of it. Bun is under the MIT licence and brings these
libraries under theirs:

${parts.join("\n")}

It also carries, all under the MIT licence: ${BUN_POLYFILLS.join(", ")}.

JavaScriptCore is under the GNU Lesser General Public License. Its source as Bun changed it is at
https://github.com/oven-sh/WebKit, at the commit above; Bun's LICENSE.md says how Bun is linked anew with a changed one.
Tidemark's own part is a file inside the program that does not depend on it: built again with the Bun that results, from
the same source, it makes the same program.
`;
}

/** A licence that several parts are under; the copy that everybody distributes. */
function textOf(name: string): string {
  return readFileSync(join(TEXTS, `${name}.txt`), "utf8").trim();
}
