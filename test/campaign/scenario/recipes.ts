import type { Chance } from "../chance.ts";
import type { Change } from "./changes.ts";
import { BRANCHES, type CommitEvent } from "./commits.ts";
import { PROMOTION_RECIPES } from "./promotion-recipes.ts";
import { dies, type Maker, type Recipe, type Recipes, run } from "./recipe-parts.ts";
import type { Step, Trouble } from "./scenario.ts";

const RECIPES: Recipes = [
  ...PROMOTION_RECIPES,
  [/write-test/, ({ change }) => ({ before: [change("edit"), { kind: "restart" }], run: "poll" })],
  [/setSetting contested/, displaced],
  [/setSetting swept/, ({ change }) => ({ before: [change("edit")], run: "full" })],
  [
    /setSetting (document|remote)/,
    ({ change }) => ({ before: [change("edit"), { kind: "lose staging" }], run: "poll" }),
  ],
  [/remove remote layout/, () => ({ before: [dies("after files.sync remote layout file")], run: "poll", first: true })],
  [/remove local layout/, (maker) => fresh(maker, "after files.sync local layout file")],
  [/remove local incoming/, (maker) => fresh(maker, "after files.sync local incoming idx")],
  [/remove local ref lock/, (maker) => cutOff(maker, "after files.sync local ref lock")],
  [/remove remote ref lock/, (maker) => cutOff(maker, "after files.sync remote ref lock")],
  [/remove local temporary commit/, (maker) => cutOff(maker, "after files.sync local temporary commit.idx")],
  [/remove local temporary push/, (maker) => cutOff(maker, "before remote.push")],
  [/discardCommit|files\.remove local (pack|idx|ledger)/, (maker) => cutOff(maker, "after files.rename local idx")],
  [/deleteUnread/, ({ change }) => ({ before: [change("remove"), { kind: "lose staging" }], run: "full" })],
  [/staging\.seed|compared/, ({ change }) => ({ before: [change("edit"), { kind: "lose staging" }], run: "poll" })],
  [/ remote (layout|info|tags)|makeDirectory remote/, () => ({ before: [], run: "poll", first: true })],
  [/incoming|remote\.fetch|data (directory|staging)|local (layout|info|tags|tmp|packs|objects|refs\/heads)/, fresh],
  [/setHalt/, halted],
  [/remove local temporary fold/, (maker) => folded(maker, "after files.sync local temporary fold.idx")],
  [/fold/, folded],
  [/link local temporary push/, ({ change }) => ({ before: [change("edit")], run: "poll" })],
  [/temporary push/, pushedLate],
  [/noteLateStamps/, late],
];

/** Steps that end in the death of a process at this point, if all goes as it should. */
export function recipeFor(point: string, chance: Chance, nonce: number): Recipe & { readonly dying: Step } {
  let made = nonce;
  const change = (act: Change["act"]): Step => ({
    kind: "change",
    change: { act, table: "name", who: chance.int(0, 40), other: 7, nonce: made++ },
  });
  const branch = point.includes("edits") ? "edits/ada" : chance.pick(BRANCHES);
  const commit = (act: CommitEvent["act"], from: CommitEvent["from"] = "branch"): Step => {
    // The telephone number of a name.
    const edit = { table: "name", who: chance.int(0, 40), other: 1, nonce: made, id: made++ } as const;
    return { kind: "commit", branch, from, act, ...edit };
  };
  const make = RECIPES.find(([pattern]) => pattern.test(point))?.[1];
  const crash: Trouble = { on: "crash", point, nth: 1, power: chance.is(0.4) };
  const recipe: Recipe = make?.({ change, commit, crash }) ?? {
    before: [change("edit")],
    run: chance.pick(["poll", "full"]),
  };
  const before: Step[] = [{ kind: "logins taken", count: 0 }, ...recipe.before];
  return { ...recipe, before, dying: run(recipe.run, [...(recipe.troubles ?? []), crash]) };
}

/** A commit or push that was cut off, and the run that clears up. */
function cutOff({ change }: Maker, point: string): Recipe {
  return { before: [change("edit"), dies(point)], run: "poll" };
}

/** A directory that is filled from the remote, perhaps for the second time. */
function fresh({ change }: Maker, point?: string): Recipe {
  const first: Step[] = point === undefined ? [] : [dies(point)];
  return { before: [change("edit"), { kind: "fresh directory" }, ...first], run: "poll" };
}

/** With each request of a first read the code of a name that was read goes to one that was not. */
function displaced(): Recipe {
  const troubles = Array.from({ length: 40 }, (_, index): Trouble => {
    const change = { act: "take code", table: "name", who: 8 + (index % 12), other: index % 6 } as const;
    return {
      on: "request",
      at: index + 12,
      event: { kind: "change", change: { ...change, nonce: 2_000_000 + index } },
    };
  });
  return { before: [], run: "poll", first: true, troubles, scenario: { chunk: 3, company: 0 } };
}

function halted({ change }: Maker): Recipe {
  const before = Array.from({ length: 6 }, () => change("remove"));
  return { before, run: "full", scenario: { deleteCount: 0 } };
}

function late({ change }: Maker): Recipe {
  const before: Step[] = [{ kind: "pass", seconds: 7200 }, change("edit"), run("poll"), change("edit by a slow clock")];
  return { before, run: "sweep" };
}

/** Small packs until there are too many, which is so after every other commit: each may be the one. */
function folded({ change, crash }: Maker, point?: string): Recipe {
  const first: Step[] = point === undefined ? [] : [1, 2].flatMap(() => [change("edit"), dies(point)]);
  const before = [change("edit"), run("poll"), change("edit"), run("poll"), ...first];
  return {
    before: [...before, change("edit"), run("poll", [crash]), change("edit")],
    run: "poll",
    scenario: { mostPacks: 2 },
  };
}

/** Two commits that the remote lacks go there in one pack. */
function pushedLate({ change }: Maker): Recipe {
  const refused: Trouble = { on: "remote", call: "push", nth: 1, times: 9, effect: "refused" };
  return { before: [change("edit"), run("poll", [refused]), change("edit")], run: "poll" };
}
