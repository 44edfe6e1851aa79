/**
 * An import that MoneyWorks would refuse. Its message follows `[ERROR] ` in the answer (the prefix: manual), so it
 * carries no code of the registry: it never leaves the simulator.
 */
export class ImportRefused extends Error {
  override readonly name = "ImportRefused";
}
