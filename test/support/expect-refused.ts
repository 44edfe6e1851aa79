import { expect } from "bun:test";
import type { ERROR_CODES } from "../../src/domain/errors/registry.ts";
import type { Finished } from "./program.ts";

export interface Refusal {
  readonly code: keyof typeof ERROR_CODES;
  readonly exit: number;
  /** Must be in the explanation or the hint: the name of what is wrong. */
  readonly names: string | RegExp;
}

/** The process ended as this refusal does: exit code, explanation, hint and code for a person, no second time in the log, and no stack trace. */
export function expectRefused({ code, err, out }: Finished, refusal: Refusal): void {
  const said = /^tidemark: (.+)\n {2}(.+)\n {2}\(([a-z-]+\.[a-z-]+)\)$/m.exec(err);
  const [, message = "", hint = "", named] = said ?? [];
  expect({ exit: code, code: named, err }).toEqual({ exit: refusal.exit, code: refusal.code, err });
  expect(err).not.toContain('"level":"error"');
  expect(`${message}\n${hint}`).toMatch(refusal.names);
  expect(`${message}\n${hint}`).not.toMatch(/\{\w+\}|undefined|\[object/);
  expect(`${out}\n${err}`).not.toMatch(/^\s+at .*:\d+/m);
}
