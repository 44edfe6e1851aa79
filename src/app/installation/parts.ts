import type { Clock } from "../../domain/ports/clock.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Programs } from "../../domain/ports/programs.ts";

/** What installing works with. */
export interface InstallationParts {
  readonly files: Files;
  readonly programs: Programs;
  readonly clock: Clock;
}
