import type { StoredReading } from "../../src/app/service/reading.ts";
import { createReading } from "../../src/app/service/reading.ts";
import type { World } from "./world.ts";

export interface ReadingOptions {
  readonly hidden?: readonly string[];
  readonly secret?: string;
  /** Milliseconds that pass each time that the clock is looked at. */
  readonly tick?: number;
}

/** The reading half of the service on a world's staging file and repository. */
export function readingOf(
  { staging, mirror }: Pick<World, "staging" | "mirror">,
  { hidden = [], secret = "of this process", tick = 0 }: ReadingOptions = {},
): StoredReading {
  let now = 0;
  const clock = {
    monotonic() {
      now += tick;
      return now;
    },
  };
  return createReading({ staging, mirror, clock, hidden: () => new Set(hidden), secret });
}
