import { serve } from "../app/serve.ts";
import type { Command } from "./command.ts";
import { settingsFrom } from "./settings.ts";

export const runCommand: Command = {
  name: "run",
  summary: "Keep the mirror true: poll again and again until stopped",
  operands: "",
  arity: [0, 0],
  options: [
    {
      name: "log-file",
      value: "FILE",
      help: "log into this file, which is turned over at 10 MB, instead of standard error",
    },
    { name: "until-input-ends", help: "stop cleanly when standard input ends: for what runs it without signals" },
  ],
  configured: true,
  examples: [
    {
      command: "tidemark run --config /etc/tidemark/tidemark.toml",
      what: "what the service runs; SIGTERM ends it cleanly",
    },
    {
      command: "tidemark run --poll 1m",
      what: "poll every minute (see the note on idle close in docs/configuration.md)",
    },
  ],
  run: ({ host, args, json }) => {
    const { flags, ...file } = settingsFrom(args);
    const format = flags["log-format"] ?? (json ? "json" : undefined);
    return serve(
      host,
      { flags: { ...flags, "log-format": format }, ...file },
      {
        logFile: args.value("log-file"),
        untilInputEnds: args.has("until-input-ends"),
      },
    );
  },
};
