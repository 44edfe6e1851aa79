import { fail } from "../../domain/errors/tidemark-error.ts";
import type { ProgramResult, Programs } from "../../domain/ports/programs.ts";

/** What a command is about, for its error. */
export interface Purpose {
  /** `The start`. */
  readonly action: string;
  readonly service: string;
}

/** Longer than any service may take to stop. */
const LONGEST_MS = 180_000;

/**
 * Runs a manager's command, which has to go through.
 * @param fine exit codes besides 0 that say that there was nothing to do
 * @throws service.failed naming the command and what it said
 */
export async function command(
  programs: Programs,
  words: readonly string[],
  { action, service }: Purpose,
  fine: readonly number[] = [],
): Promise<string> {
  const result = await programs.run(words, { timeoutMs: LONGEST_MS });
  if (result.code === 0 || (result.code !== null && fine.includes(result.code))) return result.out;
  throw fail("service.failed", { action, service, reason: saidBy(words, result) });
}

/** `systemctl start x: Unit x not found`. */
export function saidBy(words: readonly string[], { code, out, err }: ProgramResult): string {
  const said = (err.trim() || out.trim()).replace(/\s*\n\s*/g, " ");
  return `${words.join(" ")}: ${said || (code === null ? "it did not end" : `exit code ${code}`)}`;
}
