export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Says what happened: names and counts, never a secret, and field values only where the change log is asked for. */
export interface Log {
  write(level: LogLevel, message: string, fields?: LogFields): void;
  /**
   * Runs `work`; what it writes, and what it has begun writes later, carries these fields, unless it says otherwise itself. Absent: it
   * does not.
   */
  readonly during?: <T>(fields: LogFields, work: () => T) => T;
}
