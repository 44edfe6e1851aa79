import type { Stopwatch } from "./stopwatch.ts";

/**
 * A port with a clock around every method: `<name>.<method>` is what it does on this thread; of a promise also
 * `<name>.<method> until settled`; of a stream of rows every step.
 */
export function timedPort<Port extends object>(port: Port, name: string, stopwatch: Stopwatch): Port {
  const wrapped = new Map<string | symbol, unknown>();
  return new Proxy(port, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== "function") return member;
      const known = wrapped.get(property) ?? timedMethod(member.bind(target), `${name}.${String(property)}`, stopwatch);
      wrapped.set(property, known);
      return known;
    },
  });
}

function timedMethod(method: (...args: unknown[]) => unknown, name: string, stopwatch: Stopwatch) {
  return (...args: unknown[]): unknown => {
    const started = performance.now();
    const result = stopwatch.time(name, () => method(...args));
    if (result instanceof Promise) {
      const settled = () => stopwatch.add(`${name} until settled`, (performance.now() - started) / 1000);
      result.then(settled, settled);
    }
    return isStream(result) ? timedRows(result, name, stopwatch) : result;
  };
}

function isStream(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Symbol.iterator in value;
}

function* timedRows(rows: Iterable<unknown>, name: string, stopwatch: Stopwatch): Generator<unknown> {
  const iterator = rows[Symbol.iterator]();
  try {
    for (;;) {
      const next = stopwatch.time(name, () => iterator.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    iterator.return?.();
  }
}
