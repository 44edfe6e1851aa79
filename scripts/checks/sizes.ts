import ts from "typescript";
import { type Check, reportOf } from "./check.ts";
import { codeFiles, type SourceFile } from "./sources.ts";
import { lineOfNode, linesOfNode, parseSource, walk } from "./syntax.ts";

const MOST_LINES_PER_FILE = 300;
const MOST_LINES_PER_FUNCTION = 60;
/** Three is what is aimed at; beyond four nobody knows at the call which is which. */
const MOST_PARAMETERS = 4;

/** Files and functions that one can read at a sitting. Tests may have long lists of cases, so only their files count. */
export const sizesCheck: Check = {
  name: "sizes",
  holds: `no file over ${MOST_LINES_PER_FILE} lines, no function over ${MOST_LINES_PER_FUNCTION} lines or ${MOST_PARAMETERS} parameters`,
  proofs: [
    {
      name: "a long file",
      files: { "src/lib/long.ts": "export {};\n".repeat(301) },
      says: /src\/lib\/long\.ts has 301 lines/,
    },
    {
      name: "a long function",
      files: { "src/lib/f.ts": `export function f() {\n${"  f();\n".repeat(60)}}\n` },
      says: /src\/lib\/f\.ts:1 has a function of 62 lines/,
    },
    {
      name: "a long view",
      files: {
        "src/dashboard/v.tsx": `export const view = () => (\n  <ul>\n${"    <li />\n".repeat(60)}  </ul>\n);\n`,
      },
      says: /src\/dashboard\/v\.tsx:1 has a function of 64 lines/,
    },
    {
      name: "many parameters",
      files: { "src/lib/f.ts": "export const f = (a: 1, b: 2, c: 3, d: 4, e: 5) => [a, b, c, d, e];\n" },
      says: /src\/lib\/f\.ts:1 has a function of 5 parameters/,
    },
  ],
  async run({ root }) {
    const sources = codeFiles(root, ["src", "anonymizer", "scripts"]);
    const all = [...sources, ...codeFiles(root, ["test"])];
    return reportOf(
      [...all.flatMap(longFile), ...sources.flatMap(longFunctions)],
      `${all.length} files, ${medians(sources)}`,
    );
  },
};

function lineCount(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

function longFile({ path, text }: SourceFile): string[] {
  const lines = lineCount(text);
  return lines > MOST_LINES_PER_FILE ? [`${path} has ${lines} lines`] : [];
}

function longFunctions(file: SourceFile): string[] {
  return functionsOf(file).flatMap(({ line, lines, parameters }) => {
    const found = [];
    if (lines > MOST_LINES_PER_FUNCTION) found.push(`${file.path}:${line} has a function of ${lines} lines`);
    if (parameters > MOST_PARAMETERS) found.push(`${file.path}:${line} has a function of ${parameters} parameters`);
    return found;
  });
}

interface FunctionSize {
  readonly line: number;
  readonly lines: number;
  readonly parameters: number;
}

function functionsOf(file: SourceFile): FunctionSize[] {
  const tree = parseSource(file);
  const sizes: FunctionSize[] = [];
  walk(tree, (node) => {
    if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) return;
    sizes.push({ line: lineOfNode(tree, node), lines: linesOfNode(tree, node), parameters: node.parameters.length });
  });
  return sizes;
}

function medians(sources: readonly SourceFile[]): string {
  const files = median(sources.map(({ text }) => lineCount(text)));
  const functions = median(sources.flatMap(functionsOf).map(({ lines }) => lines));
  return `median file ${files} lines, median function ${functions} lines`;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
