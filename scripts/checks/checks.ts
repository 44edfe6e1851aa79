import { anonymizedCheck } from "./anonymized.ts";
import { binaryCheck } from "./binary.ts";
import type { Check } from "./check.ts";
import { effectsCheck } from "./effects.ts";
import { layersCheck } from "./layers.ts";
import { linksCheck } from "./links.ts";
import { pagesCheck } from "./pages.ts";
import { parityCheck } from "./parity.ts";
import { pathsCheck } from "./paths.ts";
import { readmesCheck } from "./readmes.ts";
import { sizesCheck } from "./sizes.ts";
import { styleCheck } from "./style.ts";
import { testsCheck } from "./tests.ts";
import { typesCheck } from "./types.ts";
import { unusedCheck } from "./unused.ts";

/** Checks that only read, and may run side by side. */
export const READING: readonly Check[] = [
  typesCheck,
  styleCheck,
  layersCheck,
  effectsCheck,
  unusedCheck,
  sizesCheck,
  readmesCheck,
  pathsCheck,
  anonymizedCheck,
  pagesCheck,
  linksCheck,
];

/** Checks that need the machine to themselves. */
export const RUNNING: readonly Check[] = [testsCheck, binaryCheck, parityCheck];
