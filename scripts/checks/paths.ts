import { homedir } from "node:os";
import { dirname } from "node:path";
import { type Check, reportOf } from "./check.ts";
import { type SourceFile, sourceFiles } from "./sources.ts";

const TEXT = /\.(ts|mjs|cjs|js|json|md|toml|sh|sql|yml|yaml|css|html)$/;
/** Somebody's home, on any system. The names that documentation gives to nobody in particular are fine. */
const HOMES = /(?:\/home\/|\/Users\/|[A-Z]:\\+Users\\+)(?!(?:you|user|tidemark|runner)\b)[\w.-]+/;

/** A path of one machine works on that machine. */
export const pathsCheck: Check = {
  name: "paths",
  holds: "no file names a directory of somebody's machine",
  proofs: [
    {
      name: "a home directory",
      files: { "src/lib/p.ts": `export const p = "${"/home"}/ada/x";\n` },
      says: /src\/lib\/p\.ts:1 names \/home\/ada/,
    },
    { name: "a Windows home", files: { "docs/p.md": `See ${"C:\\Users"}\\ada\\x\n` }, says: /docs\/p\.md:1/ },
  ],
  async run({ root }) {
    const local = [root, dirname(root), homedir()].filter((path) => path.length > 4);
    const files = sourceFiles(root, [""], "").filter(({ path }) => TEXT.test(path) && path !== "bun.lock");
    return reportOf(
      files.flatMap((file) => namesIn(file, local)),
      `${files.length} files looked at`,
    );
  },
};

function namesIn({ path, text }: SourceFile, local: readonly string[]): string[] {
  return text.split("\n").flatMap((line, at) => {
    const name = HOMES.exec(line)?.[0] ?? local.find((directory) => line.includes(`${directory}/`));
    return name === undefined ? [] : [`${path}:${at + 1} names ${name}`];
  });
}
