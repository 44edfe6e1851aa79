import { describe, expect, test } from "bun:test";
import { expectMirrored } from "../support/expect-mirrored.ts";
import {
  MIRROR_ARRIVE,
  MIRROR_HAPPEN,
  type MirrorEvent,
  type MirrorState,
  mirrorStateOf,
  openMirrorPlace,
} from "../support/mirror-states.ts";
import { ARRIVE, HAPPEN, openTableWorld, stateOf, type TableEvent, type TableState } from "../support/table-states.ts";
import { transitionTable } from "../support/transition-table.ts";

/** Each test opens a mirror for each state. */
const PATIENCE = 60_000;

describe("the states of a table, as docs/sync.md tells them", () => {
  const states = Object.keys(ARRIVE) as TableState[];
  const events = Object.keys(HAPPEN) as TableEvent[];
  const told = transitionTable(states);

  test("meet every event", () => expect([...told.keys()].toSorted()).toEqual(events.toSorted()));

  test.each(events)(
    "change as it says when %s",
    async (event) => {
      const seen = new Map<string, string>();
      for (const state of states) {
        await using world = await openTableWorld();
        await ARRIVE[state](world);
        expect(stateOf(world)).toBe(state);
        await HAPPEN[event](world);
        seen.set(state, stateOf(world));
      }
      expect(seen).toEqual(new Map(told.get(event)));
    },
    PATIENCE,
  );

  test.each(states)("lead back to a true mirror from %s, once no two codes are the same", async (state) => {
    await using world = await openTableWorld();
    await ARRIVE[state](world);
    await HAPPEN["codes differ again"](world);
    world.pass(60);
    await world.poll();
    await world.sync("sweep");
    expect(stateOf(world)).toBe("mirrored");
    expectMirrored(world);
  });
});

describe("the states of staging, repository and remote, as docs/sync.md tells them", () => {
  const states = Object.keys(MIRROR_ARRIVE) as MirrorState[];
  const events = Object.keys(MIRROR_HAPPEN) as MirrorEvent[];
  const told = transitionTable(states);

  test("meet every event", () => expect([...told.keys()].toSorted()).toEqual(events.toSorted()));

  test.each(events)(
    "change as it says when %s",
    async (event) => {
      const seen = new Map<string, string>();
      for (const state of states) {
        const place = await openMirrorPlace();
        await using _ = place.world;
        await MIRROR_ARRIVE[state](place);
        expect(mirrorStateOf(place)).toBe(state);
        await MIRROR_HAPPEN[event](place);
        seen.set(state, mirrorStateOf(place));
      }
      expect(seen).toEqual(new Map(told.get(event)));
    },
    PATIENCE,
  );

  test.each(states.filter((state) => state !== "foreign"))("lead back to a true mirror from %s", async (state) => {
    const place = await openMirrorPlace();
    await using _ = place.world;
    await MIRROR_ARRIVE[state](place);
    await MIRROR_HAPPEN["a run goes through"](place);
    expect(mirrorStateOf(place)).toBe("in step");
    expectMirrored(place.world);
  });
});
