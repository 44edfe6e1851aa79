/** The options of a benchmark's command line; `--help` and what is not understood end the process. */
export function readOptions<T>(parse: (args: string[]) => T | "help", help: string): T {
  try {
    const parsed = parse(Bun.argv.slice(2));
    if (parsed !== "help") return parsed as T;
    console.log(help);
    process.exit(0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${help}`);
    process.exit(2);
  }
}
