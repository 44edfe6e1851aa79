import { adoptCommand } from "./adopt.ts";
import { anonymizeCommand } from "./anonymize.ts";
import { backupCommand } from "./backup.ts";
import type { Command } from "./command.ts";
import { configCommand } from "./config.ts";
import { demoCommand } from "./demo.ts";
import { doctorCommand } from "./doctor.ts";
import { helpCommand } from "./help-command.ts";
import { initCommand } from "./init.ts";
import { licencesCommand } from "./licences.ts";
import { logCommand } from "./log.ts";
import { notifyCommand } from "./notify.ts";
import { promoteCommand } from "./promote.ts";
import { rebuildCommand } from "./rebuild.ts";
import { restoreCommand } from "./restore.ts";
import { runCommand } from "./run.ts";
import { serviceCommand } from "./service.ts";
import { showCommand } from "./show.ts";
import { simulateCommand } from "./simulate.ts";
import { statusCommand } from "./status.ts";
import { syncCommand } from "./sync.ts";
import { tokenCommand } from "./token.ts";
import { upgradeCommand } from "./upgrade.ts";
import { verifyCommand } from "./verify.ts";
import { versionCommand } from "./version.ts";

const WITHOUT_HELP: readonly Command[] = [
  initCommand,
  runCommand,
  syncCommand,
  promoteCommand,
  statusCommand,
  logCommand,
  showCommand,
  doctorCommand,
  verifyCommand,
  rebuildCommand,
  adoptCommand,
  backupCommand,
  restoreCommand,
  notifyCommand,
  serviceCommand,
  configCommand,
  tokenCommand,
  upgradeCommand,
  anonymizeCommand,
  demoCommand,
  simulateCommand,
  versionCommand,
  licencesCommand,
];

/** In the order in which `tidemark --help` lists them. */
export const COMMANDS: readonly Command[] = [...WITHOUT_HELP, helpCommand(WITHOUT_HELP)];
