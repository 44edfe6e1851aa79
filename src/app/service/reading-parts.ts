import type { Clock } from "../../domain/ports/clock.ts";
import type { Mirror } from "../../domain/ports/mirror.ts";
import type { Staging } from "../../domain/ports/staging.ts";

/** What answers are read from. */
export interface ReadingParts {
  readonly staging: Staging;
  readonly mirror: Pick<Mirror, "past" | "began">;
  readonly clock: Pick<Clock, "monotonic">;
  /** Fields whose values are not shown: an incoming commit may change them. */
  readonly hidden: () => ReadonlySet<string>;
  /** Known to this process alone. */
  readonly secret: string;
}
