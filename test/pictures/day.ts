import { commitByHand } from "../support/adopting.ts";
import { Editor } from "../support/editor.ts";
import { fixedRandom } from "../support/moneyworks-fakes.ts";
import { type Serving, serve } from "../support/serving.ts";
import { World } from "../support/world.ts";
import { steadyChance, steadyRandom } from "./steady.ts";

const POLL_MS = 600_000;
const VERSION = "0.1.0";
/** A day of polls. */
const POLLS = 144;
/** When MoneyWorks did not answer for a while, in polls. */
const TROUBLE = 97;
const NOTE =
  "Delivers on Tuesdays and Thursdays, before ten. Ring the yard first: the gate is locked. Invoices go to the office in Thames, with the order number on them.";

/** What pictures are taken of. Each is called while the service waits for its next poll. */
export interface Sights {
  /** A day later: edits, promotions, a check. */
  readonly evening: (serving: Serving) => Promise<void>;
  /** Somebody has moved main. */
  readonly halted: (serving: Serving) => Promise<void>;
}

/** A day of a company of 2,400 records, lived in a minute: the same at each run. */
export async function liveADay({ evening, halted }: Sights): Promise<void> {
  await using world = await World.open({ records: 2400 });
  const chance = steadyChance(7);
  // Each request takes a moment, and some of them take longer.
  world.onRequest = () => void world.clock.sleep(20 + Math.round(120 * chance() ** 4));
  const story = new Story(world, chance);
  const steps: ((serving: Serving) => void | Promise<void>)[] = [
    ...Array.from({ length: POLLS }, (_, poll) => () => story.tenMinutes(poll)),
    () => story.noteOfRowan(NOTE),
    () =>
      story.noteOfRowan(NOTE.replace("Tuesdays and Thursdays", "Mondays and Thursdays").replace("Thames", "Paeroa")),
    () => story.twoCommits(),
    () => {},
    async (serving) => {
      await story.check(serving);
      await evening(serving);
    },
    () => story.moveMain(),
    // A check in a wait cuts that short, and the next poll is not due yet.
    () => {},
    halted,
  ];
  const random = steadyRandom(fixedRandom(0.5));
  const serving = serve(world, {
    waits: steps.length,
    appliance: { random, promoter: world.promoter, pollEvery: POLL_MS },
    parts: { version: VERSION },
    inWait: async (current) => await steps.shift()?.(current),
  });
  await serving.service.go();
}

/** What people do. */
class Story {
  readonly #world: World;
  readonly #chance: () => number;

  constructor(world: World, chance: () => number) {
    this.#world = world;
    this.#chance = chance;
  }

  /** More in the hours of work than at night. */
  tenMinutes(poll: number): void {
    const { controls } = this.#world.simulator;
    const hour = Math.floor(poll / 6);
    const isWork = hour < 9 || hour > 22;
    if (isWork && this.#chance() < 0.6) this.#add(poll);
    const edits = isWork ? Math.floor(this.#chance() * 4) : Math.floor(this.#chance() * 1.2);
    for (let edit = 0; edit < edits; edit++) controls.randomEdit();
    if (poll === TROUBLE) controls.fault({ command: "export", times: 12, effect: { kind: "status", status: 503 } });
  }

  noteOfRowan(comment: string): void {
    this.#world.records.edit("name", "ROWAN", { comment });
  }

  /** One that is taken, and one that meets what somebody entered in MoneyWorks meanwhile. */
  twoCommits(): void {
    using taken = new Editor(this.#world.remotePath, "edits/ada-hazel");
    taken.send(withPhone(taken, "HAZEL", "09 555 0142"));
    using late = new Editor(this.#world.remotePath, "changes");
    late.send(withPhone(late, "ROWAN", "09 555 0111"));
    this.#world.records.edit("name", "ROWAN", { phone: "04 555 0122" });
  }

  /** Somebody works on while a check runs against the last poll. */
  async check({ service }: Serving): Promise<void> {
    this.#world.records.edit("product", this.#code("product", 5), { sellprice: 48.5, reorderlevel: 12 });
    this.#world.records.edit("name", "ROWAN", { phone: "04 555 0123" });
    await service.control.start({ kind: "check", allowDeletes: 0 }).done;
  }

  moveMain(): void {
    commitByHand(this.#world.remotePath, {
      files: { "NOTES.md": "Look at Rowan's invoices.\n" },
      message: "Notes for the audit",
    });
    this.#world.simulator.controls.randomEdit();
  }

  #add(poll: number): void {
    const code = `NEW${poll}`;
    this.#world.records.add("name", { fields: { code, name: `Walk-in ${poll}`, phone: `09 555 ${1000 + poll}` } });
  }

  #code(table: string, place: number): string {
    return this.#world.simulator.rows(table)[place]?.fields["code"] ?? "";
  }
}

function withPhone(editor: Editor, code: string, phone: string): Record<string, string> {
  const path = editor.git("ls-files", `name/*/${code}.xml`);
  const bare = editor.read(path).replace(/ *<phone>.*<\/phone>\n/, "");
  return { [path]: bare.replace("<name>\n", `<name>\n  <phone>${phone}</phone>\n`) };
}
