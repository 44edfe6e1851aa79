import ts from "typescript";
import { type Check, reportOf } from "./check.ts";
import { codeFiles, type SourceFile } from "./sources.ts";
import { lineOfNode, parseSource, walk } from "./syntax.ts";

/**
 * Where the outside may be touched: platform, the simulator's one server, which is an outside of its own, and the one file of the dashboard
 * that knows the browser it runs in.
 */
const DOORS = [/^src\/platform\//, /^src\/simulator\/http\/serve\.ts$/, /^src\/dashboard\/browser\.ts$/];
/** Globals that reach outside, or let time and chance in, however they are used. */
const CALLS = new Set([
  "fetch",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "console",
  "process",
  "performance",
  "crypto",
  "require",
  "localStorage",
  "sessionStorage",
  "EventSource",
  "WebSocket",
  "XMLHttpRequest",
]);
/** The same, for members of harmless objects. */
const MEMBERS = new Set(["Date.now", "Math.random"]);
/** What of `Bun` computes and nothing else. */
const PURE_BUN = new Set([
  "SHA1",
  "SHA256",
  "CryptoHasher",
  "hash",
  "deflateSync",
  "inflateSync",
  "zstdCompressSync",
  "zstdDecompressSync",
  "XML",
  "TOML",
  "version",
  "stringWidth",
  "stripANSI",
  "markdown",
  "escapeHTML",
  "concatArrayBuffers",
  "deepEquals",
  "inspect",
]);

/** Globals that no import rule can see. */
export const effectsCheck: Check = {
  name: "effects",
  holds: "time, chance, network, files and the process enter through src/platform alone",
  proofs: [
    {
      name: "the wall clock",
      files: { "src/lib/t.ts": "export const t = () => Date.now();\n" },
      says: /src\/lib\/t\.ts:1 uses Date\.now/,
    },
    {
      name: "the time of now",
      files: { "src/lib/t.ts": "export const t = () => new Date();\n" },
      says: /new Date\(\)/,
    },
    { name: "a file by Bun", files: { "src/lib/t.ts": 'export const t = () => Bun.file("x");\n' }, says: /Bun\.file/ },
    { name: "the network", files: { "src/lib/t.ts": 'export const t = () => fetch("x");\n' }, says: /uses fetch/ },
    {
      name: "the environment",
      files: { "src/lib/t.ts": "export const t = () => process.env.HOME;\n" },
      says: /uses process/,
    },
    {
      name: "a timer of a view",
      files: { "src/dashboard/view.tsx": "export const view = () => <p>{setTimeout(() => {}, 1)}</p>;\n" },
      says: /src\/dashboard\/view\.tsx:1 uses setTimeout/,
    },
  ],
  async run({ root }) {
    const files = codeFiles(root, ["src", "anonymizer"]).filter(({ path }) => !DOORS.some((door) => door.test(path)));
    return reportOf(files.flatMap(effectsOf), `${files.length} files looked at`);
  },
};

function effectsOf(file: SourceFile): string[] {
  const tree = parseSource(file);
  const found: string[] = [];
  walk(tree, (node) => {
    const effect = effectOf(node);
    if (effect !== null) found.push(`${file.path}:${lineOfNode(tree, node)} uses ${effect}`);
  });
  return found;
}

function effectOf(node: ts.Node): string | null {
  if (ts.isNewExpression(node) && node.expression.getText() === "Date" && (node.arguments?.length ?? 0) === 0)
    return "new Date()";
  if (ts.isIdentifier(node)) return isGlobalUse(node) && CALLS.has(node.text) ? node.text : null;
  if (!ts.isPropertyAccessExpression(node)) return null;
  const member = node.getText();
  if (MEMBERS.has(member)) return member;
  return node.expression.getText() === "Bun" && !PURE_BUN.has(node.name.text) ? member : null;
}

/** Not a member's name, a declaration or a key, which may be called what they like: `mirror.fetch`, `{ process }`. */
function isGlobalUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression === node;
  return false;
}
