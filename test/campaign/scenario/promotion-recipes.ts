import { TRADING } from "./companies.ts";
import { dies, type Maker, type Recipe, type Recipes, run } from "./recipe-parts.ts";
import type { Step, Trouble } from "./scenario.ts";

/** What is only passed where incoming commits are promoted. */
const PROMOTION = new RegExp(
  [
    "importer\\.|incoming\\.|moneyworks\\.import",
    "Promotion|Noted|noteImports",
    "(branch|notes|promoting) ref|refs/(notes|tidemark|heads/edits)",
    "remote\\.\\w+ (branch|notes)",
    "temporary (notes|forward|keep)|rename local keep",
  ].join("|"),
);

export const PROMOTION_RECIPES: Recipes = [
  [/forgetPromotion/, takenBack],
  [/remove remote branch ref.lock/, (maker) => promoted(maker, "after files.sync remote branch ref.lock")],
  [/remove remote notes ref.lock/, (maker) => promoted(maker, "after files.sync remote notes ref.lock")],
  [/remove local notes ref.lock/, (maker) => promoted(maker, "after files.sync local notes ref.lock")],
  [/remove local temporary notes/, (maker) => promoted(maker, "before remote.push notes")],
  [/remove local temporary forward/, (maker) => promoted(maker, "before remote.push branch")],
  [/remove local temporary keep$/, (maker) => promoted(maker, "after files.sync local temporary keep")],
  [/remove local temporary keep/, (maker) => receivedAgain(maker, "after files.sync local temporary keep.idx")],
  [/temporary keep\./, (maker) => receivedAgain(maker)],
  [/fetch notes/, elsewhere],
  [PROMOTION, (maker) => promoted(maker)],
];

/** A commit that can be carried over, perhaps for the second time. */
function promoted(maker: Maker, point?: string): Recipe {
  const { commit } = maker;
  return writing(maker, [commit("edit"), commit("new record"), ...(point === undefined ? [] : [dies(point)])]);
}

/** A commit that was begun, and that its author made anew before anything was sent. */
function takenBack(maker: Maker): Recipe {
  const { commit } = maker;
  return writing(maker, [commit("edit"), dies("after staging.startPromotion"), commit("edit", "main")]);
}

/** A commit that came in and was judged, of which nobody remembers anything any more. */
function receivedAgain(maker: Maker, point?: string): Recipe {
  const untold: Trouble = { on: "remote", call: "push notes", nth: 1, times: 9, effect: "refused" };
  const judged: Step[] = [maker.commit("system field"), run("poll", [untold]), { kind: "lose staging" }];
  return writing(maker, [...judged, ...(point === undefined ? [] : [dies(point)])]);
}

/** Notes that another data directory wrote. */
function elsewhere(maker: Maker): Recipe {
  const { commit } = maker;
  return writing(maker, [commit("edit"), run("poll"), { kind: "fresh directory" }, commit("edit")]);
}

function writing({ change }: Maker, steps: readonly Step[]): Recipe {
  const scenario = { company: TRADING, mostRecords: 500, quirks: {} };
  return { before: [change("edit"), run("poll"), ...steps], run: "poll", scenario };
}
