import { cpSync, existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { bundleOptions } from "./bundle.ts";

/** What is in a checkout and no source. */
const NO_SOURCES = new Set(["node_modules", "dist", "coverage", ".git", ".demo"]);
const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/**
 * Copies everything that the program is made of: the sources, and the packages that the bundler reads. Programs of a release are
 * made from such a copy, because names that Bun gives to pieces depend on how the path to each file is written from the directory
 * that it runs in: in the copy that is always the same, wherever the checkout and its packages are.
 */
export async function stageSources(root: string, stage: string): Promise<void> {
  const { metafile } = await Bun.build({ ...bundleOptions(root), target: "bun", metafile: true });
  cpSync(root, stage, { recursive: true, filter: (path) => path === root || !NO_SOURCES.has(basename(path)) });
  const used = Object.keys(metafile?.inputs ?? {}).map((path) => PACKAGE.exec(path)?.[1]);
  const packages = join(root, "node_modules");
  for (const name of withDependencies(packages, new Set(used.filter((found) => found !== undefined)))) {
    cpSync(join(packages, name), join(stage, "node_modules", name), { recursive: true, dereference: true });
  }
}

/** The bundler looks for what a package names, also where nothing of it is taken in the end. */
function withDependencies(packages: string, names: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set<string>();
  const visit = (name: string) => {
    const manifest = join(packages, name, "package.json");
    if (all.has(name) || !existsSync(manifest)) return;
    all.add(name);
    Object.keys(JSON.parse(readFileSync(manifest, "utf8")).dependencies ?? {}).forEach(visit);
  };
  names.forEach(visit);
  return all;
}
