import { type Answer, MALFORMED, NOT_FOUND, text, xml } from "../http/answer.ts";
import type { Call } from "./call.ts";
import { evaluate } from "./evaluate.ts";
import { exportTable } from "./export.ts";
import { importRecords } from "./import.ts";
import { postTransaction } from "./post.ts";

const COMMANDS: Readonly<Record<string, (call: Call) => Answer>> = {
  export: exportTable,
  import: importRecords,
  evaluate,
  post: postTransaction,
  list,
};

/** Runs a document's command; one that this simulator does not have is a wrong URL. */
export function runCommand(command: string, call: Call): Answer {
  return Object.hasOwn(COMMANDS, command) ? (COMMANDS[command]?.(call) ?? NOT_FOUND) : NOT_FOUND;
}

/** Names of documents in the authenticated folder (manual; without a declaration, as in the vendor's example). */
export function documentList(names: readonly string[]): Answer {
  const documents = names.map((name) => `<document>${escapeName(name)}</document>\n`);
  return xml(`<documents>\n${documents.join("")}</documents>\n`);
}

/** `version` needs no credentials (manual). */
export function versionText(version: string): Answer {
  return text(version);
}

/** Reports and forms of the document: there are none here. The shape of the list is not documented. */
function list({ parameters }: Call): Answer {
  const folder = parameters.get("folder") ?? "";
  return folder === "reports" || folder === "forms" ? xml(`<list folder="${folder}">\n</list>\n`) : MALFORMED;
}

function escapeName(name: string): string {
  return name.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
