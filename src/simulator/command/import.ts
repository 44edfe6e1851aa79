import { type Answer, MALFORMED, text } from "../http/answer.ts";
import { importDocument } from "../import/import-document.ts";
import { ImportRefused } from "../import/refused.ts";
import type { Call } from "./call.ts";

/**
 * `import`: takes the posted XML. Answers `created N; updated M` (manual), or with `return_seq` in the URL or on a
 * table the sequence number of the last record alone; a refusal is `[ERROR] ` and a text (manual).
 */
export function importRecords({ state, user, method, parameters, body }: Call): Answer {
  if (method !== "POST") return MALFORMED;
  const { dialect, quirks } = state.behaviour;
  const context = { session: state.session(user), view: state.view(user), dialect, quirks, locked: state.locked };
  try {
    const imported = importDocument(context, body, parameters.get("table") ?? "");
    const returnSeq = imported.returnSeq || parameters.get("return_seq")?.toLowerCase() === "true";
    return text(returnSeq ? String(imported.last) : `created ${imported.created}; updated ${imported.updated}`);
  } catch (error) {
    if (error instanceof ImportRefused) return text(`[ERROR] ${error.message}`, quirks.importErrorStatus);
    throw error;
  }
}
