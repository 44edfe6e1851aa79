export type StopSignal = "SIGINT" | "SIGTERM";

/** The process around the program: what it was given, where it writes, how it ends. */
export interface Host {
  /** Arguments after the program's own name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  /** `linux`, `darwin`, `win32` … */
  readonly platform: string;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  cwd(): string;
  /** Width of the terminal in characters; 80 where there is none. */
  columns(): number;
  /**
   * Writes text to standard output, whole and in order. Returns false once the reader has gone (`tidemark log | head`):
   * what is written then is dropped, and a command may stop early.
   * @throws output.failed, once: what is written after that is dropped too
   */
  out(text: string): boolean;
  /** The same on standard error. */
  err(text: string): boolean;
  /** Writes bytes to standard output, whole and in order. @throws output.failed, also when the reader has gone */
  outBytes(bytes: Uint8Array): void;
  /**
   * Writes a question to standard error and waits for one line of a person's answer, without its line end. null: nobody is
   * there to ask (standard input is no terminal), or the input ended.
   */
  ask(question: string): Promise<string | null>;
  /**
   * The same, and what is typed is not shown. The terminal is as before afterwards, also when a signal ends it.
   * @throws run.cancelled at Ctrl-C
   */
  askHidden(question: string): Promise<string | null>;
  /** Calls `handler` at every SIGINT and SIGTERM until the returned function is called. */
  onStop(handler: (signal: StopSignal) => void): () => void;
  /** Reads standard input until it ends, keeps nothing of it, and calls `handler` then. Returns what stops that. */
  onInputEnd(handler: () => void): () => void;
  exit(code: number): never;
}
