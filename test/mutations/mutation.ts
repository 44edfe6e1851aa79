import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Edit {
  /** Path from the project's root. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** One way to be wrong. */
export interface Mutation {
  readonly name: string;
  /** What the product would do to somebody. */
  readonly harm: string;
  readonly edits: readonly Edit[];
  /** Test files of which at least one has to fail. */
  readonly caughtBy: readonly string[];
}

/** The edits that cannot be made: their text does not stand in its file exactly once. */
export function staleEdits(root: string, { edits }: Mutation): readonly Edit[] {
  return edits.filter(({ file, find }) => readFileSync(join(root, file), "utf8").split(find).length !== 2);
}

/** Copies what tests need into `to`, which must not exist, and breaks it. @throws when an edit does not fit */
export function breakCopy(root: string, to: string, mutation: Mutation): void {
  const [stale] = staleEdits(root, mutation);
  if (stale !== undefined) throw new Error(`${mutation.name}: ${stale.file} does not hold its text exactly once`);
  mkdirSync(to, { recursive: true });
  for (const name of ["src", "test", "scripts", "docs"]) cpSync(join(root, name), join(to, name), { recursive: true });
  for (const name of ["package.json", "tsconfig.json", "bunfig.toml", "build.ts", "README.md"]) {
    cpSync(join(root, name), join(to, name));
  }
  symlinkSync(join(root, "node_modules"), join(to, "node_modules"));
  for (const { file, find, replace } of mutation.edits) {
    const path = join(to, file);
    writeFileSync(
      path,
      readFileSync(path, "utf8").replace(find, () => replace),
    );
  }
}
