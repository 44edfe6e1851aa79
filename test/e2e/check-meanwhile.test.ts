import { expect, setDefaultTimeout, test } from "bun:test";
import { check, told } from "../support/checking.ts";
import { crowd } from "../support/document-changes.ts";
import { tables, World } from "../support/world.ts";

setDefaultTimeout(60_000);

const settings = { tables: tables("name", "transaction"), chunk: 7, overlapSeconds: 0 };
/** A check of the crowd sends fewer. */
const MOST_REQUESTS = 30;
/** Numbers of the crowd's names: 2, 5, 8 … 59. */
const [FIRST, MIDDLE, LAST] = [2, 29, 59];

interface Scene {
  readonly world: World;
  readonly fresh: string;
}

type Act = (scene: Scene) => void;

const ACTS: Readonly<Record<string, Act>> = {
  "edits a record": ({ world, fresh }) => void world.records.edit("name", MIDDLE, { comment: fresh }),
  "edits a line": ({ world, fresh }) => {
    const line = world.records.find("transaction", 20).lines?.[0] ?? 0;
    world.records.edit("detail", line, { description: fresh });
  },
  "adds a record": ({ world, fresh }) => void world.records.add("name", { fields: { code: fresh } }),
  "renames a record": ({ world, fresh }) => void world.records.edit("name", MIDDLE, { code: fresh }),
  "moves a code from one end to the other": ({ world, fresh }) => {
    const { code = "" } = world.records.find("name", FIRST).fields;
    world.records.edit("name", FIRST, { code: fresh });
    world.records.edit("name", LAST, { code });
  },
};

/** Acts before each request of a check in turn, and undoes it two requests later when `undo` is given. */
async function atEveryRequest(act: Act, judge: (lines: string[], world: World) => void, undo?: Act): Promise<void> {
  await using world = await World.open({ data: crowd(), settings });
  await world.poll();
  for (let at = 1; at <= MOST_REQUESTS; at += 1) {
    world.pass(100);
    let requests = 0;
    const scene = { world, fresh: `C${at}` };
    world.onRequest = ({ command }) => {
      // What is asked before the first page belongs to the time before the check.
      if (command === "export") requests += 1;
      if (command === "export" && requests === at) act(scene);
      if (command === "export" && requests === at + 2) undo?.(scene);
    };
    const checked = await check(world);
    world.onRequest = () => {};
    expect(checked.error).toBeNull();
    judge(told(checked), world);
    if (requests < at) return;
    await world.full();
    expect(told(await check(world))).toEqual([]);
  }
  throw new Error(`a check sends more than ${MOST_REQUESTS} requests`);
}

test.each(Object.keys(ACTS))("somebody who %s while a check runs makes no difference, whenever it is", async (name) => {
  await atEveryRequest(ACTS[name] as Act, (lines) => expect(lines).toEqual([]));
});

test("somebody who edits a record and takes it back makes no difference, whenever it is", async () => {
  const edit = (comment: string) => (scene: Scene) => void scene.world.records.edit("name", MIDDLE, { comment });
  await atEveryRequest(edit("there"), (lines) => expect(lines).toEqual([]), edit(""));
});

test("somebody who deletes a record while a check runs makes at most the difference that it is gone", async () => {
  const gone: string[] = [];
  const remove: Act = ({ world }) => {
    const [row] = world.simulator.rows("name");
    gone.push(`name ${row?.fields.code} deleted`);
    world.records.remove("name", row?.seq ?? 0);
  };
  await atEveryRequest(remove, (lines) => expect(gone).toEqual(expect.arrayContaining(lines)));
  expect(gone.length).toBeGreaterThan(4);
});
