import type { HaltState } from "../../api/contract/status.ts";
import { MAIN_HALTS } from "../../domain/main-halts.ts";
import type { HaltStatus } from "../halt-status.ts";

type Way = HaltState["ways"][number];

const TRY_AGAIN: Way = {
  way: "try-again",
  effect: "Polls once: when the cause is gone, the halt is lifted and everything goes on.",
};
const ALLOW: Way = {
  way: "allow-deletes",
  effect:
    "Sweeps, and takes out of main as many records as you confirm, because MoneyWorks does not have them any more.",
};
const OURS: Way = {
  way: "adopt-ours",
  effect: "Puts main back to Tidemark's own commit; what others put there is kept on a branch set-aside/….",
};
const THEIRS: Way = {
  way: "adopt-theirs",
  effect: "Goes on from what others put on main: their commits stay, and their changes of record files are put back.",
};
const DOCUMENT: Way = {
  way: "adopt-theirs",
  effect: "Takes the document that MoneyWorks has open now for the mirrored one; everything is compared with it.",
};

/** How a person may end a halt. */
export function withWays(halt: HaltStatus | null): HaltState | null {
  return halt === null ? null : { ...halt, ways: waysOf(halt.code) };
}

function waysOf(code: string): Way[] {
  if (code === "sync.delete-brake") return [ALLOW, TRY_AGAIN];
  if (code.startsWith("sync.")) return [DOCUMENT, TRY_AGAIN];
  if (MAIN_HALTS.includes(code) || code.startsWith("mirror.")) return [THEIRS, OURS, TRY_AGAIN];
  return [TRY_AGAIN];
}
