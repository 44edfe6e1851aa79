import { REDACTED } from "../lib/redact.ts";

/** A value that prints as dots wherever it ends up by mistake: in a template, in JSON, in an inspected object. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself; call it only where it goes into a request. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }
}
