import { type Answer, text } from "../http/answer.ts";
import { post } from "../ledger/posting.ts";
import type { Call } from "./call.ts";

/** `post`: posts transaction `seqnum`, unless it is open in somebody's window. Answers `OK` or `not posted` (manual). */
export function postTransaction({ state, user, parameters }: Call): Answer {
  const seq = Number(parameters.get("seqnum") ?? "");
  const session = state.session(user);
  if (state.locked.has("transaction", seq)) return text("not posted");
  return text(state.document.atomically(() => post(session, seq)) ? "OK" : "not posted");
}
