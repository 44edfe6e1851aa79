import { fail } from "../../../src/domain/errors/tidemark-error.ts";
import type { Staging } from "../../../src/domain/ports/staging.ts";
import type { StagingCode } from "../scenario/scenario.ts";
import type { Faults, Life } from "./points.ts";

/** Methods that write: each is one transaction. */
export const STAGING_WRITES = [
  "startRun",
  "endRun",
  "applyPage",
  "deleteUnread",
  "setSetting",
  "setHalt",
  "prepareCommit",
  "finishCommit",
  "discardCommit",
  "markPushed",
  "seed",
  "noteClock",
  "noteLateStamps",
  "startPromotion",
  "reportPromotion",
  "forgetPromotion",
  "markNoted",
  "noteImports",
] as const satisfies readonly (keyof Staging)[];

export interface StagingHooks {
  readonly life: Life;
  readonly faults: Faults<StagingCode>;
  /** After a method that writes went through. */
  readonly onWritten: (method: string, args: readonly unknown[]) => void;
}

const WRITES: ReadonlySet<string> = new Set(STAGING_WRITES);

/** The real staging with crash points around every transaction, and transactions that do not happen. */
export function brittleStaging(real: Staging, { life, faults, onWritten }: StagingHooks): Staging {
  return new Proxy(real, {
    get(target, property) {
      const name = String(property);
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        life.requireLife();
        const call = () => Reflect.apply(value, target, args);
        if (!WRITES.has(name)) return call();
        // A setting of one table is named after its kind.
        const what = name === "setSetting" ? `${name} ${String(args[0]).replace(/\/.*/, "")}` : name;
        return life.step(`staging.${what}`, () => {
          const code = faults.take(name);
          if (code !== null) throw fail(code, { path: "staging.sqlite", reason: "planned" });
          const result = call();
          onWritten(name, args);
          return result;
        });
      };
    },
  });
}
