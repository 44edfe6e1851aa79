import { StringDecoder } from "node:string_decoder";
import { fail } from "../domain/errors/tidemark-error.ts";

const ENTER = /[\r\n]/;
const INTERRUPT = "\u0003";
const END = "\u0004";
const RUBOUTS = new Set(["\u007f", "\b"]);
/** Ctrl-U: begin anew. */
const KILL = "\u0015";

/**
 * Writes a question to standard error and waits for a line that the terminal does not show. In raw mode, in which Ctrl-C is a
 * character. The terminal is put back before anything else happens, also when a signal comes. null: standard input is no terminal, or
 * it ended. @throws run.cancelled at Ctrl-C
 */
export function askHidden(question: string): Promise<string | null> {
  const { stdin } = process;
  if (stdin.isTTY !== true) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const decoder = new StringDecoder("utf8");
    let typed: string[] = [];
    const leave = () => {
      stdin.off("data", take);
      stdin.off("end", ended);
      process.off("SIGTERM", ended);
      process.off("exit", restore);
      restore();
      stdin.pause();
      process.stderr.write("\n");
    };
    const finish = (answer: string | null) => {
      leave();
      resolve(answer);
    };
    const restore = () => void stdin.setRawMode(false);
    const ended = () => finish(null);
    const take = (bytes: Buffer) => {
      for (const char of decoder.write(bytes)) {
        if (ENTER.test(char)) return finish(typed.join(""));
        if (char === END) return finish(null);
        if (char === INTERRUPT) {
          leave();
          return reject(fail("run.cancelled"));
        }
        if (char === KILL) typed = [];
        else if (RUBOUTS.has(char)) typed.pop();
        else if (!/\p{Cc}/u.test(char)) typed.push(char);
      }
    };
    // Before the question: what is typed early must not be shown either.
    stdin.setRawMode(true);
    process.on("exit", restore);
    process.on("SIGTERM", ended);
    stdin.on("data", take);
    stdin.on("end", ended);
    stdin.resume();
    process.stderr.write(question);
  });
}
