/** Lines that can run and lines that did, for one file. */
export interface FileCoverage {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly lines: number;
  readonly hit: number;
}

/** Reads LCOV (`SF:` path, `LF:` lines, `LH:` lines hit), as `bun test --coverage-reporter=lcov` writes it. */
export function parseLcov(text: string): FileCoverage[] {
  return text.split("end_of_record").flatMap((record) => {
    const field = (name: string) => new RegExp(`^${name}:(.*)$`, "m").exec(record)?.[1]?.trim();
    const path = field("SF");
    if (path === undefined) return [];
    return [{ path: path.replaceAll("\\", "/"), lines: Number(field("LF") ?? 0), hit: Number(field("LH") ?? 0) }];
  });
}

/** Lines of a file that no test loaded: blank lines and comments set aside, all of them could have run. */
export function uncovered(path: string, javascript: string): FileCoverage {
  const lines = javascript.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("//")).length;
  return { path, lines, hit: 0 };
}

/** The share of lines that ran, in [0, 1]; 1 when there is nothing to run. */
export function lineShare(files: readonly FileCoverage[]): number {
  const sum = (pick: (file: FileCoverage) => number) => files.reduce((total, file) => total + pick(file), 0);
  const lines = sum((file) => file.lines);
  return lines === 0 ? 1 : sum((file) => file.hit) / lines;
}
