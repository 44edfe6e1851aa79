import type { ServiceReport } from "../app/installation/control-service.ts";
import type { InstalledService } from "../app/installation/install-service.ts";
import type { PurgeProposal, UninstalledService } from "../app/installation/uninstall-service.ts";
import { textTable } from "../lib/text-table.ts";

export function statesText(states: readonly ServiceReport[]): string {
  if (states.length === 0) return "No service is installed. tidemark service install --help says how.\n";
  return textTable(
    ["instance", "state", "pid", "at boot", "configuration"],
    states.map(({ instance, says, pid, enabled, config }) => [
      ...[instance, says, pid === null ? "" : String(pid), enabled ? "starts" : "does not start", config],
    ]),
  );
}

export function controlledText({ instance, says }: ServiceReport): string {
  return `${instance}: ${says}\n`;
}

export function installedText(done: InstalledService): string {
  const { instance, says, config, configWritten, data, missing, startWith } = done;
  const lines = [
    `service        ${instance}: ${says}`,
    `configuration  ${config}${configWritten ? " (new, to be filled in)" : ""}`,
    `data           ${data}`,
  ];
  if (missing !== null) {
    lines.push("", "The service was not started, because its configuration is not filled in:", `  ${missing.message}`);
    const sudo = startWith.startsWith("sudo ") ? "sudo " : "";
    lines.push(`Run: ${sudo}tidemark init --instance ${instance} --then service`);
    lines.push(`Or edit ${config}, then run: ${startWith}`);
  }
  return `${lines.join("\n")}\n`;
}

export function purgeText({ instance, paths }: PurgeProposal): string {
  const what = paths.length === 0 ? "  nothing but the service" : paths.map((path) => `  ${path}`).join("\n");
  return `This removes the service ${instance}, and for good:\n${what}\n`;
}

export function uninstalledText({ instance, removed, kept }: UninstalledService): string {
  const lines = [
    `The service ${instance} is removed.`,
    ...removed.map((path) => `removed  ${path}`),
    ...kept.map((path) => `kept     ${path}`),
  ];
  return `${lines.join("\n")}\n`;
}
