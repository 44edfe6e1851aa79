import type { UpgradeEvent } from "../app/upgrade/parts.ts";
import type { UpgradeDone } from "../app/upgrade/run-upgrade.ts";
import { visible } from "../lib/text-table.ts";

/** One line of what happens. */
export function eventText(event: UpgradeEvent): string {
  switch (event.type) {
    case "recovered":
      return event.outcome === "undo"
        ? `an interrupted upgrade to ${event.to} was taken back: ${event.from} runs`
        : `an interrupted upgrade to ${event.to} was finished`;
    case "left":
      return `an interrupted upgrade to ${event.to} is left as it is: another program was installed since`;
    case "verified":
      return `verified ${event.version} (${event.commit}), signed by ${event.signer}`;
    case "stopped":
      return `${event.instance}: stopped`;
    case "snapshot":
      return `${event.instance}: what a migration would change is kept`;
    case "started":
      return `${event.instance}: started, on trial`;
    case "returned":
      return `${event.instance}: runs again as before`;
    case "tried":
      return `${event.directory}: a copy of it was migrated without a fault`;
    case "swapped":
      return `the program is ${event.version} now`;
    case "confirmed":
      return `${event.version} has proven itself`;
    case "failed":
      return `the new version ${visible(event.reason)}; going back`;
    case "said":
      return `${event.instance} | ${visible(event.line)}`;
  }
}

export function doneText(done: UpgradeDone): string {
  switch (done.outcome) {
    case "recovered":
      return "Nothing is under way any more.\n";
    case "taken-back":
      return `Tidemark ${done.to} is back; it was ${done.from}.\n`;
    case "same":
      return `Tidemark ${done.to} is installed already: nothing was changed. --force installs it again.\n`;
    case "possible":
      return `Tidemark ${done.to} would take the place of ${done.from}${whereText(done)}.\n`;
    case "upgraded":
      return `Tidemark ${done.to} took the place of ${done.from}${whereText(done)}.\n`;
  }
}

function whereText({ instances, migrates }: Extract<UpgradeDone, { instances: unknown }>): string {
  const who = instances.length === 0 ? "; no service is installed" : ` for ${instances.join(", ")}`;
  return migrates === null ? who : `${who}; the data are migrated from schema ${migrates[0]} to ${migrates[1]}`;
}
