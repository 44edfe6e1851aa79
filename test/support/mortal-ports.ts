/** Where a process dies: at its so many-th call of a port, before or after the call took effect. Once dead, every call fails. */
export class Death {
  /** Number of the call, from 1; 0: it does not die. */
  at = 0;
  when: "before" | "after" = "before";
  /** The call at which it died; null while it lives. */
  died: string | null = null;
  readonly names: string[] = [];
  #calls = 0;

  /** A new process begins, which dies at the given call. */
  live(at = 0, when: "before" | "after" = "before"): void {
    Object.assign(this, { at, when, died: null });
    this.#calls = 0;
    this.names.length = 0;
  }

  /** @throws Died */
  requireLife(): void {
    if (this.died !== null) throw new Died(this.died);
  }

  /** Whether the process dies at this call. */
  hits(name: string): boolean {
    this.requireLife();
    this.names.push(name);
    this.#calls++;
    return this.#calls === this.at;
  }

  die(name: string): never {
    this.died = name;
    throw new Died(name);
  }
}

export class Died extends Error {
  override readonly name = "Died";
}

/** A port whose named methods are places to die at. */
export function mortal<T extends object>(
  port: T,
  label: string,
  methods: readonly (keyof T & string)[],
  death: Death,
): T {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        const call = () => Reflect.apply(value, target, args) as unknown;
        if (!(methods as readonly string[]).includes(String(name))) {
          death.requireLife();
          return call();
        }
        const place = `${label}.${String(name)}`;
        if (!death.hits(place)) return call();
        if (death.when === "before") death.die(`before ${place}`);
        const result = call();
        if (result instanceof Promise) return result.finally(() => death.die(`after ${place}`));
        return death.die(`after ${place}`);
      };
    },
  });
}
