/** Why a broken port failed; no error of ours, as a defect or the operating system would throw it. */
class Broken extends Error {
  override readonly name = "Broken";
}

/** Counts calls and breaks one of them, before or after it took effect. */
export class BreakPoint {
  calls = 0;
  /** Number of the call, from 1, that breaks; 0: none. */
  at = 0;
  when: "before" | "after" = "before";
  broke: string | null = null;
  readonly names: string[] = [];

  /** True once: for the call that breaks. */
  hits(name: string): boolean {
    this.calls++;
    this.names.push(name);
    if (this.calls !== this.at) return false;
    this.broke = name;
    return true;
  }
}

/** A port whose named methods can break; those that return promises reject, the others throw. */
export function breaking<T extends object>(port: T, methods: readonly (keyof T & string)[], point: BreakPoint): T {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (!methods.some((method) => method === name)) return value.bind(target);
      return (...args: unknown[]) => {
        const call = () => Reflect.apply(value, target, args) as unknown;
        if (!point.hits(String(name))) return call();
        const error = new Broken(`${String(name)} broke ${point.when} its effect`);
        const result = point.when === "after" ? call() : undefined;
        if (result instanceof Promise) {
          return result.then(() => {
            throw error;
          });
        }
        throw error;
      };
    },
  });
}
