import type { TableName } from "../../src/domain/ids.ts";
import { isCompared } from "../../src/sync/comparison.ts";
import { crowd } from "./document-changes.ts";
import { tables, World } from "./world.ts";

/** The states of docs/sync.md that one table can be in, as staging tells them. */
export type TableState = "unknown" | "reading" | "mirrored" | "widened" | "uncompared" | "contested";

const TABLE = "name" as TableName;
const settings = { tables: tables("name"), chunk: 5, deleteLimit: { share: null, count: 3 } };

export function stateOf({ staging }: World): TableState {
  const marker = staging.markers().find(({ table }) => table === TABLE)?.marker ?? null;
  const reading = staging.cursor(TABLE) !== null;
  if (!isCompared(staging, TABLE)) return "uncompared";
  if (marker === null) return reading ? "reading" : "unknown";
  if (reading) return "contested";
  return staging.pollFrom(TABLE) === null ? "mirrored" : "widened";
}

/** How each state is come to. */
export const ARRIVE: Readonly<Record<TableState, (world: World) => Promise<void>>> = {
  unknown: async () => {},
  reading: (world) => runUntilPage(world, "poll", 2),
  mirrored: async (world) => {
    await world.poll();
    world.pass(600);
  },
  widened: async (world) => {
    await ARRIVE.mirrored(world);
    await HAPPEN["the clock went back"](world);
  },
  uncompared: async (world) => {
    await ARRIVE.mirrored(world);
    await HAPPEN["staging is lost"](world);
  },
  contested: async (world) => {
    await ARRIVE.mirrored(world);
    await HAPPEN["a code is there twice"](world);
  },
};

/** What may happen in any state. */
export const HAPPEN = {
  "a poll goes through": async (world) => void (await world.run("poll")),
  "a sweep goes through": async (world) => void (await world.run("sweep")),
  "a full sync goes through": async (world) => void (await world.run("full")),
  "a poll is cut off": (world) => runUntilPage(world, "poll", 1),
  "a full sync is cut off": (world) => runUntilPage(world, "full", 2),
  "the brake holds": async (world) => {
    await world.run("poll");
    for (const seq of [2, 8, 11, 14, 17]) world.records.remove("name", seq);
    await world.run("full");
  },
  "a code is there twice": async (world) => {
    world.records.add("name", { fields: { code: "N9" } });
    await world.run("poll");
  },
  "codes differ again": async (world) => {
    for (const { seq } of world.simulator.rows("name").filter(({ fields, seq }) => fields.code === "N9" && seq >= 60)) {
      world.records.edit("name", seq, { code: `FREE${seq}` });
    }
    await world.run("poll");
  },
  "the table cannot be read": async (world) => {
    world.simulator.controls.hideTables(["name"]);
    await world.run("poll");
    world.simulator.controls.hideTables([]);
  },
  "the clock went back": async (world) => {
    world.simulator.controls.clock.step(-3600);
    await runUntilPage(world, "poll", 1);
  },
  "staging is lost": async (world) => {
    world.loseStaging();
    await runUntilPage(world, "poll", 1);
  },
} satisfies Readonly<Record<string, (world: World) => Promise<void>>>;

export type TableEvent = keyof typeof HAPPEN;

export function openTableWorld(): Promise<World> {
  return World.open({ data: crowd(), settings });
}

/** A run that ends while the nth page of the table is asked for. */
async function runUntilPage(world: World, kind: "poll" | "full", nth: number): Promise<void> {
  const controller = new AbortController();
  let pages = 0;
  world.onRequest = ({ command, target }) => {
    if (command === "export" && target.includes("limit=5&") && ++pages === nth) controller.abort(new Error("cut off"));
  };
  await world.run(kind, { signal: controller.signal });
  world.onRequest = () => {};
}
