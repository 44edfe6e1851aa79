import type { FaultEffect } from "../../../src/simulator/http/faults.ts";
import type { Chance } from "../chance.ts";
import { STAGING_WRITES } from "../world/staging.ts";
import { CRASH_POINTS } from "./crash-points.ts";
import type { RemoteCall, RemoteEffect, Trouble } from "./scenario.ts";

/** Texts that a working Datacentre sends with status 200, and what a proxy might. */
const TEXTS = [
  "",
  "Malformed REST request",
  "Bad search expression",
  "Expression optimisation failed",
  "could not understand table",
  "<html><body>Service unavailable</body></html>",
];
const DISK_CALLS = ["create", "write", "write", "sync", "rename", "remove", "link", "makeDirectory", "syncDirectory"];
const PUSH_EFFECTS: readonly RemoteEffect[] = [
  "refused",
  "server error",
  "full",
  "slow",
  "answer lost after",
  "answer lost after",
  "answer lost before",
];
const FETCH_EFFECTS: readonly RemoteEffect[] = ["refused", "cut", "slow"];
const REMOTE_EFFECTS: Readonly<Record<RemoteCall, readonly RemoteEffect[]>> = {
  refs: ["refused", "server error", "slow"],
  push: PUSH_EFFECTS,
  "push branch": PUSH_EFFECTS,
  "push notes": PUSH_EFFECTS,
  fetch: FETCH_EFFECTS,
  "fetch branch": FETCH_EFFECTS,
  "fetch notes": FETCH_EFFECTS,
};
const MAIN_CALLS: readonly RemoteCall[] = ["refs", "push", "push", "fetch"];
const INCOMING_CALLS: readonly RemoteCall[] = ["push branch", "push notes", "fetch branch", "fetch notes"];

/** @param isWriting there are incoming commits */
export function drawTrouble(chance: Chance, isWriting: boolean): Trouble {
  return chance.way<Trouble>([
    [8, () => moneyworks(chance)],
    [isWriting ? 6 : 0, () => importing(chance)],
    [3, () => remote(chance, MAIN_CALLS)],
    [isWriting ? 2 : 0, () => remote(chance, INCOMING_CALLS)],
    [3, () => disk(chance)],
    [2, () => staging(chance)],
    [7, () => crash(chance)],
  ]);
}

function moneyworks(chance: Chance): Trouble {
  const command = chance.pick([undefined, "export", "export", "evaluate", "version"]);
  const table = command === "export" && chance.is(0.4) ? chance.pick(["name", "transaction", "detail"]) : undefined;
  const fault = {
    ...(command === undefined ? {} : { command }),
    ...(table === undefined ? {} : { table }),
    nth: chance.int(1, 14),
    times: chance.pick([1, 1, 2, 4, 5, 9, 30]),
    effect: effect(chance),
  };
  return { on: "moneyworks", fault };
}

function effect(chance: Chance): FaultEffect {
  const bytes = () => chance.pick([0, 1, 30, 200, 700, 3000]);
  return chance.way<FaultEffect>([
    [2, () => ({ kind: "status", status: chance.pick([500, 502, 503, 429, 404, 401]), body: "" })],
    [2, () => ({ kind: "text", body: chance.pick(TEXTS) })],
    [1, () => ({ kind: "users-limit" })],
    [1, () => ({ kind: "hang" })],
    [1, () => ({ kind: "slow", ms: chance.pick([900, 40_000, 200_000]) })],
    [2, () => ({ kind: "truncate", bytes: bytes() })],
    [1, () => ({ kind: "cut", bytes: bytes() })],
    [2, () => ({ kind: "short", records: chance.int(1, 3) })],
    [1, () => ({ kind: "miscount", records: chance.int(1, 3) })],
    [2, () => ({ kind: "reset", when: chance.pick(["before", "after"]) })],
  ]);
}

/** What happens to an import on its way: before it takes effect, after, or both long after its client has gone. */
function importing(chance: Chance): Trouble {
  const nth = chance.int(1, 3);
  if (chance.is(0.4)) return { on: "late import", nth, requests: chance.pick([1, 2, 3, 5, 9, 30]) };
  const effect = chance.way<FaultEffect>([
    [4, () => ({ kind: "reset", when: "after" })],
    [2, () => ({ kind: "reset", when: "before" })],
    [1, () => ({ kind: "hang", when: chance.pick(["before", "after"]) })],
    [1, () => ({ kind: "slow", ms: 200_000, when: chance.pick(["before", "after"]) })],
    [2, () => ({ kind: "cut", bytes: chance.pick([0, 1]) })],
    [2, () => ({ kind: "truncate", bytes: chance.pick([0, 1, 8]) })],
    [1, () => ({ kind: "status", status: chance.pick([500, 502, 503, 429, 401]), body: "" })],
    [1, () => ({ kind: "text", body: chance.pick([...TEXTS, "[ERROR] No"]) })],
    [1, () => ({ kind: "users-limit" })],
  ]);
  return { on: "moneyworks", fault: { command: "import", nth, times: chance.pick([1, 1, 2, 5]), effect } };
}

function remote(chance: Chance, calls: readonly RemoteCall[]): Trouble {
  const call = chance.pick(calls);
  const nth = chance.int(1, 3);
  return { on: "remote", call, nth, times: chance.pick([1, 1, 3]), effect: chance.pick(REMOTE_EFFECTS[call]) };
}

function disk(chance: Chance): Trouble {
  const code = chance.pick(["ENOSPC", "EIO", "short"] as const);
  const call = code === "short" ? "write" : chance.pick(DISK_CALLS);
  return { on: "disk", call, nth: chance.int(1, 12), times: chance.pick([1, 1, 2, 100]), code };
}

function staging(chance: Chance): Trouble {
  const code = chance.pick(["data.disk-full", "data.disk-full", "data.io", "data.busy"] as const);
  return { on: "staging", call: chance.pick(STAGING_WRITES), nth: chance.int(1, 6), times: chance.pick([1, 3]), code };
}

function crash(chance: Chance): Trouble {
  const nth = chance.is(0.6) ? 1 : chance.int(2, 6);
  return { on: "crash", point: chance.pick(CRASH_POINTS), nth, power: chance.is(0.4) };
}
