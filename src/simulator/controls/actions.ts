import { POISON_EFFECTS } from "../http/poison.ts";
import type { Quirks } from "../options.ts";
import { readSnapshot } from "../snapshot.ts";
import type { SimRow } from "../store/row.ts";
import { type Arguments, bad } from "./arguments.ts";
import type { Controls } from "./controls.ts";
import { readFault } from "./read-fault.ts";

export interface Action {
  /** Needs no arguments, so it takes GET too. */
  readonly plain?: boolean;
  /** @returns what is answered as JSON; nothing: `{"ok":true}` */
  readonly run: (controls: Controls, given: Arguments) => unknown;
}

/** Every control that HTTP offers, by the last part of its path. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  state: { plain: true, run: (controls) => controls.state() },
  requests: { plain: true, run: (controls) => controls.requests },
  "clear-requests": { plain: true, run: (controls) => controls.clearRequests() },
  "random-edit": { plain: true, run: (controls) => controls.randomEdit() },
  snapshot: { plain: true, run: (controls) => controls.snapshot() },
  restore: { run: (controls, given) => controls.restore(readSnapshot(given.raw("snapshot"))) },
  exchange: { run: (controls, given) => controls.exchange(given.text("uuid")) },
  edit: {
    run: ({ records }, given) => shown(records.edit(given.text("table"), given.key("key"), given.fields("fields"))),
  },
  "silent-change": {
    run: ({ records }, given) =>
      shown(records.silentChange(given.text("table"), given.key("key"), given.fields("fields"))),
  },
  touch: { run: ({ records }, given) => shown(records.touch(given.text("table"), given.key("key"), modtime(given))) },
  "bulk-stamp": { run: bulkStamp },
  add: { run: add },
  delete: { run: ({ records }, given) => records.remove(given.text("table"), given.key("key")) },
  get: { run: ({ records }, given) => shown(records.find(given.text("table"), given.key("key"))) },
  post: { run: (controls, given) => ({ posted: controls.post(given.number("seq")) }) },
  pay: { run: pay },
  print: { run: (controls, given) => ({ printed: controls.print(given.numbers("numbers")) }) },
  reconcile: {
    run: (controls, given) => ({ reconciled: controls.reconcile(given.number("line"), given.number("statement")) }),
  },
  "use-cheque": { run: (controls, given) => ({ used: controls.useCheque(given.text("account")) }) },
  clock: { run: clock },
  fault: { run: (controls, given) => controls.fault(readFault(given)) },
  "clear-faults": { plain: true, run: (controls) => controls.clearFaults() },
  poison: { run: poison },
  heal: { run: (controls, given) => controls.heal(given.text("table"), given.number("seq")) },
  lock: { run: (controls, given) => controls.lock(given.text("table"), given.key("key")) },
  unlock: { run: (controls, given) => controls.unlock(given.text("table"), given.key("key")) },
  "security-level": {
    run: (controls, given) => controls.securityLevel(given.has("level") ? given.number("level") : null),
  },
  "hide-tables": { run: (controls, given) => controls.hideTables(given.texts("tables")) },
  "occupy-logins": { run: (controls, given) => controls.occupyLogins(given.number("count")) },
  quirks: { run: quirks },
};

function shown(row: SimRow): Pick<SimRow, "seq" | "modtime" | "fields"> {
  return { seq: row.seq, modtime: row.modtime, fields: row.fields };
}

function modtime(given: Arguments): string | undefined {
  if (!given.has("modtime")) return undefined;
  const text = given.text("modtime");
  if (!/^\d{14}$/.test(text)) throw bad('"modtime" must be 14 digits');
  return text;
}

function bulkStamp({ records }: Controls, given: Arguments): unknown {
  const keys = given.has("keys") ? given.numbers("keys") : undefined;
  return { stamped: records.bulkStamp(given.text("table"), keys, modtime(given)) };
}

function add({ records }: Controls, given: Arguments): unknown {
  const lines = given.has("lines") ? { lines: given.rows("lines") } : {};
  return shown(records.add(given.text("table"), { fields: given.fields("fields"), ...lines }));
}

function pay(controls: Controls, given: Arguments): unknown {
  return { receipt: controls.pay(given.number("invoice"), given.has("amount") ? given.number("amount") : undefined) };
}

/** Any of `utc` (ISO 8601 or milliseconds), `step` (seconds), `freeze`, `rate`, `zone`, in this order. */
function clock(controls: Controls, given: Arguments): unknown {
  if (given.has("utc")) controls.clock.set(instant(given));
  if (given.has("step")) controls.clock.step(given.number("step"));
  if (given.has("freeze")) controls.clock.freeze(given.flag("freeze"));
  if (given.has("rate")) controls.clock.drift(given.number("rate"));
  if (given.has("zone")) controls.moveTo(given.key("zone"));
  return controls.clock.state();
}

function instant(given: Arguments): number {
  const utc = given.key("utc");
  const millis = typeof utc === "number" ? utc : Date.parse(utc);
  if (Number.isNaN(millis)) throw bad('"utc" must be an ISO 8601 time or milliseconds');
  return millis;
}

function poison(controls: Controls, given: Arguments): void {
  const name = given.text("effect");
  const effect = POISON_EFFECTS.find((one) => one === name);
  if (effect === undefined) throw bad(`"effect" must be one of ${POISON_EFFECTS.join(", ")}`);
  controls.poison(given.text("table"), given.number("seq"), effect);
}

function quirks(controls: Controls, given: Arguments): unknown {
  const known = controls.state().quirks as unknown as Record<string, unknown>;
  const changes: Record<string, unknown> = {};
  for (const name of Object.keys(known)) {
    if (!given.has(name)) continue;
    const value = given.raw(name);
    const kind = kindOf(known[name]);
    if (kindOf(value) !== kind) throw bad(`quirk "${name}" is a ${kind}`);
    changes[name] = value;
  }
  controls.quirks(changes as Partial<Quirks>);
  return controls.state().quirks;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}
