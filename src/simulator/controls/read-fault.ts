import type { Fault, FaultEffect } from "../http/faults.ts";
import { type Arguments, bad } from "./arguments.ts";

const EFFECTS: Readonly<Record<string, (given: Arguments) => FaultEffect>> = {
  status: (given) => ({
    kind: "status",
    status: status(given),
    ...(given.has("body") ? { body: given.text("body") } : {}),
  }),
  text: (given) => ({ kind: "text", body: given.text("body") }),
  "users-limit": () => ({ kind: "users-limit" }),
  hang: () => ({ kind: "hang" }),
  "hang-after": () => ({ kind: "hang", when: "after" }),
  slow: (given) => ({ kind: "slow", ms: given.number("ms") }),
  "slow-after": (given) => ({ kind: "slow", ms: given.number("ms"), when: "after" }),
  late: (given) => ({ kind: "late", requests: given.number("requests") }),
  truncate: (given) => ({ kind: "truncate", bytes: given.number("bytes") }),
  cut: (given) => ({ kind: "cut", bytes: given.number("bytes") }),
  short: (given) => ({ kind: "short", records: given.number("records") }),
  miscount: (given) => ({ kind: "miscount", records: given.number("records") }),
  "reset-before": () => ({ kind: "reset", when: "before" }),
  "reset-after": () => ({ kind: "reset", when: "after" }),
};

/** `{"kind":"slow","ms":500,"command":"export","table":"name","nth":2,"times":1}`. @throws `simulator.control` */
export function readFault(given: Arguments): Fault {
  const kind = given.text("kind");
  const effect = Object.hasOwn(EFFECTS, kind) ? EFFECTS[kind]?.(given) : undefined;
  if (effect === undefined) throw bad(`"kind" must be one of ${Object.keys(EFFECTS).join(", ")}`);
  return {
    effect,
    ...(given.has("command") ? { command: given.text("command") } : {}),
    ...(given.has("table") ? { table: given.text("table") } : {}),
    ...(given.has("nth") ? { nth: given.number("nth") } : {}),
    ...(given.has("times") ? { times: given.number("times") } : {}),
  };
}

function status(given: Arguments): number {
  const value = given.number("status");
  if (!Number.isInteger(value) || value < 200 || value > 599) throw bad('"status" must be from 200 to 599');
  return value;
}
