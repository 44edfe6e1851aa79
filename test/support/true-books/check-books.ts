import { requireTool } from "../tools.ts";

const SCRIPT = new URL("../../anonymizer/check_books.py", import.meta.url).pathname;

export interface BooksAnswer {
  readonly code: number;
  /** Lines of findings, the last one the summary. */
  readonly lines: readonly string[];
  readonly errors: string;
}

/** Without the packages of the host, and without files beside the script. */
const OPTIONS = ["-B", "-S"];

/** Asks the independent checker of books, in plain Python. @param args a path, and options */
export function checkBooks(...args: string[]): BooksAnswer {
  const { exitCode, stdout, stderr } = Bun.spawnSync([requireTool("python3"), ...OPTIONS, SCRIPT, ...args]);
  return { code: exitCode, lines: stdout.toString().trimEnd().split("\n"), errors: stderr.toString() };
}
