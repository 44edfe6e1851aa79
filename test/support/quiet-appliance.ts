import type { Appliance } from "../../src/app/appliance.ts";
import { fixedRandom } from "./moneyworks-fakes.ts";
import { noPromoter } from "./promoting.ts";

/** An appliance that does nothing by itself but poll: no sweeps, no full syncs, no checks, no promotions. */
export function quietAppliance(parts: Pick<Appliance, "ports" | "settings"> & Partial<Appliance>): Appliance {
  return {
    random: { ...fixedRandom(0.5), uuid: () => Bun.randomUUIDv7() },
    pollEvery: 1000,
    sweepEvery: null,
    fullAt: null,
    checkAt: null,
    keep: { runs: null, changes: null, promotions: null },
    promoter: noPromoter(),
    close: () => {},
    ...parts,
  };
}
