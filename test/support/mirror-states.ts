import { existsSync } from "node:fs";
import { crowd } from "./document-changes.ts";
import { git } from "./git-command.ts";
import { tables, World } from "./world.ts";

/** The states of docs/sync.md that staging, the local repository and the remote can be in together. */
export type MirrorState = "empty" | "in step" | "staged" | "prepared" | "unpushed" | "foreign";

const settings = { tables: tables("name"), chunk: 5 };

/** What stands between the world and its remote, or ends the process inside a commit. */
export interface MirrorPlace {
  readonly world: World;
  remoteIsDown: boolean;
}

export async function openMirrorPlace(): Promise<MirrorPlace> {
  const place = { remoteIsDown: false };
  const world = await World.open({
    data: crowd(),
    settings,
    wrapRemote: (remote) => ({
      refs: (signal) => remote.refs(signal),
      fetch: (request, signal) => remote.fetch(request, signal),
      push: (request, signal) =>
        place.remoteIsDown ? Promise.reject(new Error("the remote is down")) : remote.push(request, signal),
    }),
  });
  return Object.assign(place, { world });
}

export function mirrorStateOf({ world }: MirrorPlace): MirrorState {
  const { staging } = world;
  const head = world.mirror.head();
  const there = remoteMain(world);
  const known = [head, staging.remoteHead(), ...staging.unpushed().map(({ commit }) => commit)];
  if (there !== null && !known.includes(there as never)) return "foreign";
  if (staging.preparedCommit() !== null) return "prepared";
  if (staging.dirtyCount() > 0) return "staged";
  if (head === null) return "empty";
  return there === head ? "in step" : "unpushed";
}

function remoteMain({ remotePath }: World): string | null {
  if (!existsSync(remotePath)) return null;
  return git(remotePath, ["for-each-ref", "--format=%(objectname)", "refs/heads/main"]).trim() || null;
}

/** How each state is come to. */
export const MIRROR_ARRIVE: Readonly<Record<MirrorState, (place: MirrorPlace) => Promise<void>>> = {
  empty: async () => {},
  "in step": async ({ world }) => {
    await world.poll();
    world.pass(600);
  },
  staged: async (place) => {
    await MIRROR_ARRIVE["in step"](place);
    await MIRROR_HAPPEN["a run ends before it commits"](place);
  },
  prepared: async (place) => {
    await MIRROR_ARRIVE["in step"](place);
    await MIRROR_HAPPEN["a run ends inside its commit"](place);
  },
  unpushed: async (place) => {
    await MIRROR_ARRIVE["in step"](place);
    await MIRROR_HAPPEN["the push does not go through"](place);
  },
  foreign: async (place) => {
    await MIRROR_ARRIVE["in step"](place);
    await MIRROR_HAPPEN["somebody else moves main"](place);
  },
};

/** What may happen in any state. Each run finds one edit to carry. */
export const MIRROR_HAPPEN = {
  "a run goes through": async ({ world }) => {
    edit(world);
    await world.run("poll");
  },
  "a run with nothing to do goes through": async ({ world }) => void (await world.run("poll")),
  "a run ends before it reads": async ({ world }) => {
    const controller = new AbortController();
    world.onRequest = () => controller.abort(new Error("stop"));
    await world.run("poll", { signal: controller.signal });
    world.onRequest = () => {};
  },
  "a run ends before it commits": async ({ world }) => {
    edit(world);
    const { mirror } = world;
    Object.assign(mirror, { commit: brokenStep });
    await world.run("poll");
    world.restart();
  },
  "a run ends inside its commit": async ({ world }) => {
    edit(world);
    const { staging } = world;
    Object.assign(staging, { finishCommit: brokenStep });
    await world.run("poll");
    closeAsKilled(world);
  },
  "the push does not go through": async (place) => {
    edit(place.world);
    place.remoteIsDown = true;
    await place.world.run("poll");
    place.remoteIsDown = false;
  },
  "the process starts again": async ({ world }) => world.restart(),
  "staging is lost": async ({ world }) => {
    world.loseStaging();
    await world.run("poll");
  },
  "somebody else moves main": async ({ world }) => {
    if (!existsSync(world.remotePath)) git(world.path, ["init", "-q", "--bare", "-b", "main", world.remotePath]);
    const tree = git(world.remotePath, ["mktree"], "");
    const commit = git(world.remotePath, ["commit-tree", tree.trim(), "-m", "by hand"]);
    git(world.remotePath, ["update-ref", "refs/heads/main", commit.trim()]);
    await world.run("poll");
  },
} satisfies Readonly<Record<string, (place: MirrorPlace) => Promise<void>>>;

export type MirrorEvent = keyof typeof MIRROR_HAPPEN;

function edit(world: World): void {
  world.pass(60);
  world.records.edit("name", 2, { phone: String(world.clock.now()) });
}

function brokenStep(): never {
  throw new Error("the process ended here");
}

/** The next look opens everything anew, which settles nothing before `recover` is called by a run. */
function closeAsKilled(world: World): void {
  const { staging } = world;
  Object.assign(staging, { finishCommit: Object.getPrototypeOf(staging).finishCommit });
}
