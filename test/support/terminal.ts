import { programEnvironment } from "./program.ts";

/** Runs the words behind it on a terminal of their own, hands on what is typed and shown, and ends with their exit code. */
const RELAY = `
import os, pty, select, sys
child, master = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
sources = [0, master]
while True:
    ready, _, _ = select.select(sources, [], [])
    if 0 in ready:
        typed = os.read(0, 65536)
        if typed: os.write(master, typed)
        else: sources.remove(0)
    if master in ready:
        try: shown = os.read(master, 65536)
        except OSError: shown = b""
        if not shown: break
        os.write(1, shown)
status = os.waitpid(child, 0)[1]
sys.exit(os.waitstatus_to_exitcode(status) & 255)
`;

/** A person at a real terminal: sees what is shown, and types. Needs python3. */
export class Terminal implements AsyncDisposable {
  readonly #child;
  readonly #reading: Promise<void>;
  #wake: (() => void)[] = [];
  #ended = false;
  #read = 0;
  /** Everything that was ever on the screen. */
  screen = "";

  constructor(words: readonly string[], env: Readonly<Record<string, string | undefined>>, cwd: string) {
    const options = { env: programEnvironment({ TERM: "xterm", ...env }), cwd, stdin: "pipe" } as const;
    this.#child = Bun.spawn(["python3", "-c", RELAY, ...words], { ...options, stdout: "pipe", stderr: "inherit" });
    this.#reading = this.#take();
  }

  /** Waits until a text is shown that was not waited for before. @throws when the program ends without it */
  async sees(text: string): Promise<void> {
    for (;;) {
      const at = this.screen.indexOf(text, this.#read);
      if (at >= 0) {
        this.#read = at + text.length;
        return;
      }
      if (this.#ended) throw new Error(`ended without "${text}"; the screen:\n${this.screen}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** Waits for a question, then answers it with a line. */
  async answers(question: string, line: string): Promise<void> {
    await this.sees(question);
    this.types(`${line}\r`);
  }

  types(text: string): void {
    this.#child.stdin.write(text);
    this.#child.stdin.flush();
  }

  /** The exit code, once it has ended. */
  async ends(): Promise<number> {
    await this.#reading;
    return await this.#child.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#reading;
  }

  async #take(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of this.#child.stdout) {
      this.screen += decoder.decode(bytes, { stream: true });
      for (const wake of this.#wake.splice(0)) wake();
    }
    this.#ended = true;
    for (const wake of this.#wake.splice(0)) wake();
  }
}
