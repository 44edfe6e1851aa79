import type { Command } from "./command.ts";
import { configCommand } from "./config.ts";
import { demoCommand } from "./demo.ts";
import { logCommand } from "./log.ts";
import { runCommand } from "./run.ts";
import { showCommand } from "./show.ts";
import { simulateCommand } from "./simulate.ts";
import { statusCommand } from "./status.ts";
import { syncCommand } from "./sync.ts";
import { versionCommand } from "./version.ts";

/** In the order in which `tidemark --help` lists them. */
export const COMMANDS: readonly Command[] = [
  runCommand,
  syncCommand,
  statusCommand,
  logCommand,
  showCommand,
  configCommand,
  demoCommand,
  simulateCommand,
  versionCommand,
];
