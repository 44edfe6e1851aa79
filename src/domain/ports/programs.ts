/** Other programs of the host (systemctl, launchctl, sc.exe), started without a shell. */
export interface Programs {
  /** Runs one to its end. A program that does not exist has the code null. */
  run(words: readonly string[], options?: ProgramOptions): Promise<ProgramResult>;
  /** Where it is; null when PATH has none. */
  find(name: string): string | null;
}

export interface ProgramOptions {
  readonly input?: string;
  /** Set besides this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Killed after so many ms; the code is null then. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Gets each line of standard output as it comes, which then is not in the result. */
  readonly onLine?: (line: string) => void;
}

export interface ProgramResult {
  /** null: it did not start, or a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
