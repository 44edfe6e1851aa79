import type { Importer } from "../../../src/domain/ports/importer.ts";
import type { Incoming } from "../../../src/domain/ports/incoming.ts";
import type { Life } from "./points.ts";

/** The real importer: a process may die before it sends, and when it has read the answer, before it writes that down. */
export function brittleImporter(real: Importer, life: Life): Importer {
  return {
    send: (...args) => life.step("importer.send", () => real.send(...args)),
    find: (...args) => {
      life.requireLife();
      return real.find(...args);
    },
  };
}

/** What changes something here; what goes to the remote, and files, have points of their own. */
const STEPS: ReadonlySet<string> = new Set<keyof Incoming>(["hold", "merge"]);

export function brittleIncoming(real: Incoming, life: Life): Incoming {
  return new Proxy(real, {
    get(target, property) {
      const name = String(property);
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        life.requireLife();
        const call = () => Reflect.apply(value, target, args);
        return STEPS.has(name) ? life.step(`incoming.${name}`, call) : call();
      };
    },
  });
}
