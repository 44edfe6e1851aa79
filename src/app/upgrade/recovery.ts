import type { JournalState } from "./journal.ts";

/** `finish`: the new program stays. `undo`: the former program and its data come back. */
export type Recovery = "finish" | "undo";

/**
 * What becomes of an upgrade whose process ended in the middle. A mark that is gone means that its service took the upgrade as done and may
 * have committed since, so there is no way back; otherwise there always is one. Pure.
 * @param state of the journal @param isMarkGone that of any participant, while the new program is in place
 */
export function recoveryOf(state: JournalState, isMarkGone: boolean): Recovery {
  switch (state) {
    case "stopping":
      return "undo";
    case "swapping":
    case "trial":
    case "returning":
      return isMarkGone ? "finish" : "undo";
    case "confirmed":
      return "finish";
  }
}
