import type { HaltState } from "../../api/contract/status.ts";

/** What stands in the way, as far as a message tells it. */
export type HaltNews = Pick<HaltState, "code" | "message" | "hint" | "since">;
