import type { ProgramOptions, ProgramResult, Programs } from "../../src/domain/ports/programs.ts";

type Answer = Partial<ProgramResult> | ((words: readonly string[]) => Partial<ProgramResult>);

/** Starts nothing: keeps what was asked for, and answers what a test says for the first beginning that fits; else success without a word. */
export class RecordingPrograms implements Programs {
  readonly lines: string[] = [];
  readonly answers: Record<string, Answer> = {};

  run = async (words: readonly string[], _options?: ProgramOptions): Promise<ProgramResult> => {
    const line = words.join(" ");
    this.lines.push(line);
    const found = Object.entries(this.answers).find(([beginning]) => line.startsWith(beginning))?.[1] ?? {};
    return { code: 0, out: "", err: "", ...(typeof found === "function" ? found(words) : found) };
  };

  find = (name: string): string | null => `/usr/bin/${name}`;
}
