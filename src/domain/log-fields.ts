import type { Log, LogFields } from "./ports/log.ts";

/** A log whose lines carry these fields, unless they say otherwise themselves. */
export function withFields(log: Log, fields: LogFields): Log {
  return { ...log, write: (level, message, own) => log.write(level, message, { ...fields, ...own }) };
}

/** Runs `work`: its lines, wherever they are written, carry these fields where the log can do that. */
export function during<T>(log: Log, fields: LogFields, work: () => T): T {
  return log.during === undefined ? work() : log.during(fields, work);
}
