import { generateCompany } from "../../../src/simulator/company/generate.ts";
import { createSimulator } from "../../../src/simulator/simulator.ts";
import type { SimulatorSnapshot } from "../../../src/simulator/snapshot.ts";
import type { CompanySource } from "../../../src/simulator/store/document.ts";
import { crowd } from "../../support/document-changes.ts";
import { SleepingClock } from "../../support/moneyworks-fakes.ts";
import { smallCompany } from "../../support/small-company.ts";
import { tradingCompany } from "./trading-company.ts";

/** How many there are to draw from. */
export const COMPANIES = 7;
/** The one with the most that can be edited. */
export const TRADING = 5;

/** The documents that scenarios begin with, made once: rows are shared, never changed in place. */
export class Companies {
  readonly #made = new Map<number, SimulatorSnapshot>();

  at(number: number): SimulatorSnapshot {
    const known = this.#made.get(number);
    if (known !== undefined) return known;
    const data = MAKERS[number % COMPANIES]?.() ?? crowd();
    const snapshot = createSimulator({ data, clock: new SleepingClock() }).controls.snapshot();
    this.#made.set(number, snapshot);
    return snapshot;
  }
}

const MAKERS: readonly (() => CompanySource)[] = [
  crowd,
  smallCompany,
  () => generateCompany({ seed: 1, records: 48 }),
  () => generateCompany({ seed: 2, records: 60 }),
  () => generateCompany({ seed: 3, records: 45, awkward: false }),
  tradingCompany,
  () => ({ tables: {} }),
];
