import type { Staging } from "../domain/ports/staging.ts";
import type { Connection, NoParams } from "./connection.ts";

export type Halt = NonNullable<ReturnType<Staging["halt"]>>;
type Stored = { code: string; message: string; hint: string; at: number };

/** Table `halt`: the state that only a person ends, or no row. */
export class Halts {
  readonly #get;
  readonly #clear;
  readonly #set;

  constructor(connection: Connection) {
    this.#get = connection.prepare<Stored, NoParams>("SELECT code, message, hint, at FROM halt");
    this.#clear = connection.prepare<never, NoParams>("DELETE FROM halt");
    this.#set = connection.prepare<never, Stored>(
      "INSERT INTO halt (id, code, message, hint, at) VALUES (1, :code, :message, :hint, :at)",
    );
  }

  get(): Halt | null {
    return this.#get.get({});
  }

  /** Replaces the halt; null ends it. */
  set(halt: Halt | null): void {
    this.#clear.run({});
    if (halt !== null) this.#set.run({ ...halt });
  }
}
