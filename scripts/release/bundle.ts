import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BuildConfig, BunPlugin } from "bun";

/** What the anonymizer's threads run: a file of its own in the program, which is found by this path in it. */
const WORKER = "src/app/anonymize/threads/worker.ts";

/**
 * How sources become the program, for every target. Identifiers stay as they are: Elysia reads handlers' source text and
 * misreads renamed ones. What is imported by `import()` is a file of its own in the program, read when it is asked for.
 */
export function bundleOptions(root: string): BuildConfig {
  return {
    // The small projects that checks are proved with have no threads.
    entrypoints: ["src/main.ts", WORKER].map((entry) => join(root, entry)).filter((path) => existsSync(path)),
    root,
    format: "esm",
    splitting: true,
    minify: { syntax: true, whitespace: true, identifiers: false },
    jsx: { development: false },
    plugins: [withoutFileTypes],
    define: { TIDEMARK_ANONYMIZE_WORKER: JSON.stringify(`./${WORKER}`) },
  };
}

/**
 * Elysia asks the package file-type what an uploaded file is, if a route takes one. None of ours does: eleven packages less.
 */
const withoutFileTypes: BunPlugin = {
  name: "without-file-type",
  setup(build) {
    build.onResolve({ filter: /^file-type$/ }, () => ({ path: "file-type", namespace: "left-out" }));
    build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
      contents: 'throw new Error("the program was built without file-type: no route takes files");',
      loader: "js",
    }));
  },
};
