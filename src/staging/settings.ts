import type { Connection } from "./connection.ts";

/** Table `setting`: small facts that must outlive the process. */
export class Settings {
  readonly #get;
  readonly #set;

  constructor(connection: Connection) {
    this.#get = connection.prepare<{ value: string }, { name: string }>("SELECT value FROM setting WHERE name = :name");
    this.#set = connection.prepare<never, { name: string; value: string }>(`
      INSERT INTO setting (name, value) VALUES (:name, :value)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
  }

  get(name: string): string | null {
    return this.#get.get({ name })?.value ?? null;
  }

  set(name: string, value: string): void {
    this.#set.run({ name, value });
  }
}
