import { Type } from "@sinclair/typebox";
import { Count, nullable, Time, type Wire } from "./basics.ts";

/** `GET /statistics`: what happened in equal spans of time, oldest first. */
export const Statistics = Type.Object({
  spanSeconds: Count,
  spans: Type.Array(
    Type.Object({
      /** Its beginning. */
      at: Time,
      runs: Count,
      /** Those that ended neither ok nor yielded nor cancelled. */
      failed: Count,
      /** Records mirrored when its last run ended; null: no run ended in it. */
      records: nullable(Count),
      changes: Count,
      /** Milliseconds that polls took, the middle and the longest; null: there was none. */
      pollMs: nullable(Type.Number()),
      longestPollMs: nullable(Type.Number()),
    }),
  ),
});
export type Statistics = Wire<typeof Statistics>;
