/** A record that is open in somebody's window. */
export interface LockedRecord {
  /** Lower case. */
  readonly table: string;
  readonly seq: number;
}

/** Records that other users have open, so that nobody else can change them (manual: one writer a record). */
export class LockedRecords {
  readonly #held = new Map<string, LockedRecord>();

  get all(): readonly LockedRecord[] {
    return [...this.#held.values()];
  }

  add(record: LockedRecord): void {
    this.#held.set(keyOf(record), record);
  }

  remove(record: LockedRecord): void {
    this.#held.delete(keyOf(record));
  }

  clear(): void {
    this.#held.clear();
  }

  has(table: string, seq: number): boolean {
    return this.#held.has(keyOf({ table, seq }));
  }
}

function keyOf({ table, seq }: LockedRecord): string {
  return `${table} ${seq}`;
}
