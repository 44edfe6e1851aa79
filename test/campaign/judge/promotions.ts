import type { Oid } from "../../../src/domain/ids.ts";
import type { ImportEntry, ImportState } from "../../../src/domain/ports/staging-promotions.ts";
import type { PromotionOutcome, PromotionReport } from "../../../src/domain/promotion.ts";
import type { PromoteResult } from "../../../src/promoter/promote-branches.ts";
import type { Authored } from "../authors/authors.ts";
import type { SentImport } from "../world/http.ts";
import type { World } from "../world/world.ts";
import { lackingIn } from "./accepted.ts";
import { ancestors, stepsTo } from "./ancestry.ts";
import { askedBy } from "./asked.ts";
import type { Caches } from "./caches.ts";
import type { Reason } from "./codes.ts";
import { allRows, effectsBetween, excess, isUntouched, type Rows, replacement } from "./effects.ts";
import { newCommits } from "./history.ts";
import { readNote } from "./notes.ts";
import type { Commit, RepositoryReader } from "./repository.ts";

export interface PromotionsOptions {
  readonly world: Pick<World, "simulator" | "appliance">;
  readonly caches: Caches;
  readonly local: () => RepositoryReader;
  readonly remote: () => RepositoryReader;
  /** MoneyWorks leaves fields out of imports. */
  readonly isIgnoring: boolean;
  readonly say: (rule: string, text: string) => void;
}

/** Watches incoming commits: what was asked for them, what became of them, and what imports did meanwhile. */
export class Promotions {
  readonly #options: PromotionsOptions;
  readonly #authored = new Map<Oid, Authored>();
  /** How each ended, as staging was last told. */
  readonly #ended = new Map<Oid, PromotionOutcome>();
  /** How often imports took effect, by commit and path, since staging remembers. */
  readonly #effects = new Map<string, number>();
  /** The same by commit. */
  readonly #touched = new Set<Oid>();
  /** Invoices that stand in the place of others, by table and number. */
  readonly #replaced = new Map<string, string>();
  /** What the journal says of each import. */
  readonly #states = new Map<string, ImportState>();
  /** What the journal says of the import that is sent next. */
  #journal: { readonly commit: Oid; readonly path: string } | null = null;
  /** Commits that failed in this run since MoneyWorks is said to hold something else, with nobody else at work. */
  #otherwise: Oid[] = [];
  /** Records that people changed since the promotion began, by table and number. */
  readonly #meanwhile = new Set<string>();
  /** Commits behind whose imports people changed records while it was not decided what becomes of them. */
  readonly #crossed = new Set<Oid>();
  #before: Rows | null = null;

  constructor(options: PromotionsOptions) {
    this.#options = options;
  }

  authored(authored: Authored): void {
    this.#authored.set(authored.commit, authored);
  }

  isAuthored(commit: Oid): boolean {
    return this.#authored.has(commit);
  }

  /** A transaction of staging went through. */
  written(method: string, args: readonly unknown[]): void {
    if (method === "noteImports") {
      const [commit, entries] = args as [Oid, readonly ImportEntry[]];
      for (const { path, state } of entries) this.#states.set(`${commit} ${path}`, state);
      const sent = entries.find(({ state }) => state === "sent");
      this.#journal = sent === undefined ? null : { commit, path: sent.path };
    }
    if (method === "startPromotion") {
      this.#journal = null;
      if (!this.isWaiting) this.#meanwhile.clear();
    }
    if (method === "reportPromotion") this.#reported(args[0] as PromotionReport);
  }

  /** Staging is another one. */
  forgetStaging(): void {
    this.#states.clear();
    this.#ended.clear();
    this.#touched.clear();
    this.#effects.clear();
  }

  /** Nobody knows what came of some import. */
  get isWaiting(): boolean {
    return [...this.#states.values()].includes("sent");
  }

  sending(): SentImport {
    if (this.#journal === null) {
      this.#say("import", "an import was sent that is not in the journal");
      return null;
    }
    return { ...this.#journal, main: this.#options.local().main(), rows: allRows(this.#options.world.simulator) };
  }

  /** People changed records. @param numbers by table and number */
  changed(numbers: Iterable<string>): void {
    for (const number of numbers) {
      this.#meanwhile.add(number);
      for (const commit of this.#touched) if (!this.#ended.has(commit)) this.#crossed.add(commit);
    }
  }

  importing(): void {
    this.#before = allRows(this.#options.world.simulator);
  }

  imported(sent: SentImport): void {
    const before = this.#before;
    this.#before = null;
    if (before === null || sent === null) return;
    const effects = effectsBetween(before, allRows(this.#options.world.simulator));
    if (effects.length === 0) return;
    this.#count(sent);
    const replaced = replacement(effects);
    if (replaced !== null) this.#replaced.set(`transaction/${replaced[0]}`, `transaction/${replaced[1]}`);
    const { commit, path, main, rows } = sent;
    const all = main === null ? [] : askedBy(this.#options.local(), commit, main);
    const asked = all.find((one) => one.path === path);
    if (asked === undefined) this.#say("import", `${commit} does not ask for ${path}`);
    // What people change in the very moments between nobody can keep from being overwritten.
    const number = `${asked?.table}/${asked?.number}`;
    const isRaced = this.#meanwhile.has(number) || !isUntouched(rows, before, number);
    if (asked !== undefined && !isRaced)
      for (const text of excess(effects, asked)) this.#say("import", `${path} of ${commit}: ${text}`);
  }

  /** After a turn: whoever reads an outcome reads why. */
  turned({ reports }: PromoteResult): void {
    for (const { outcome, commit, reasons, records } of reports) {
      const isExplained = reasons.length > 0 || records.some((record) => record.reasons.length > 0);
      if (outcome !== "accepted" && !isExplained) this.#say("outcome", `${commit} is ${outcome}, and nobody says why`);
    }
  }

  /** At all times: one record for one client id, and MoneyWorks does what it is asked. @param reasons of the run for failing */
  look(reasons: ReadonlySet<Reason>): void {
    // An answer that was cut short may name another record.
    const otherwise = reasons.has("moneyworks") ? [] : this.#otherwise;
    for (const commit of otherwise)
      this.#say("outcome", `nobody changed anything, and ${commit} is said not to be as asked`);
    this.#otherwise = [];
    const seen = new Set<string>();
    for (const table of ["name", "product", "job", "transaction"]) {
      for (const { fields, seq } of this.#options.world.simulator.rows(table)) {
        const id = `${table} ${fields.usertext}`;
        if (fields.usertext?.startsWith("tidemark:") !== true) continue;
        if (seen.has(id)) this.#say("twice", `${id} is there twice (${seq})`);
        seen.add(id);
      }
    }
  }

  /** What is wrong with a commit of main that has two parents. */
  merged(reader: RepositoryReader, commit: Commit): string[] {
    const [, incoming, ...more] = commit.parents as [Oid, Oid, ...Oid[]];
    if (more.length > 0) return [`${commit.oid} has ${commit.parents.length} parents`];
    if (!this.isAuthored(incoming)) return [`${commit.oid} has the parent ${incoming}, which nobody committed`];
    const replaced = (number: string) => this.#replaced.get(number) ?? null;
    return lackingIn({ reader, caches: this.#options.caches, replaced }, commit).map(
      (text) => `${incoming} was accepted: ${text}`,
    );
  }

  /** What holds once everything is well again, and enough minutes have passed. */
  complete(): void {
    const { world, remote } = this.#options;
    const staging = world.appliance?.ports.staging;
    const main = remote().main();
    if (staging === undefined || main === null) return;
    for (const { commit, entry } of staging.openImports())
      this.#say("open", `nobody knows what became of ${entry.path} of ${commit}`);
    for (const { commit } of staging.pendingPromotions()) this.#say("open", `${commit} is still pending`);
    for (const { commit } of staging.unnotedPromotions()) this.#say("note", `the remote has no note of ${commit}`);
    const onMain = ancestors(remote(), main);
    for (const [ref, head] of remote().refs()) this.#judgeRef(ref, head, onMain);
    for (const [commit, outcome] of this.#ended) this.#judgeEnd(commit, outcome, onMain);
    for (const { oid, parents } of newCommits(remote(), main, null)) this.#judgeParent(oid, parents[1]);
    for (const commit of this.#touched)
      if (!this.#ended.has(commit)) this.#say("outcome", `imports of ${commit} took effect, and nothing is told of it`);
  }

  /** What says what a record is to be may be said twice; what makes or replaces one, never. */
  #count({ commit, path }: { readonly commit: Oid; readonly path: string }): void {
    this.#touched.add(commit);
    const name = `${commit} ${path}`;
    const times = (this.#effects.get(name) ?? 0) + 1;
    this.#effects.set(name, times);
    if (times > 1 && !/^(?:name|product|job)\//.test(path))
      this.#say("import", `${path} of ${commit} took effect ${times} times`);
  }

  #reported({ commit, outcome, records }: PromotionReport): void {
    const known = this.#ended.get(commit);
    const isOtherwise = records.some(({ reasons }) => reasons.some(({ code }) => code === "not-as-asked"));
    const isCrossed = this.#meanwhile.size > 0 || this.#crossed.has(commit);
    if (isOtherwise && !isCrossed && !this.#options.isIgnoring) this.#otherwise.push(commit);
    if (outcome === "pending") return;
    if (known !== undefined && known !== outcome) this.#say("outcome", `${commit} was ${known}, and is ${outcome}`);
    this.#ended.set(commit, outcome);
  }

  #judgeRef(ref: string, head: Oid, onMain: ReadonlySet<Oid>): void {
    if (ref.endsWith(".lock")) this.#say("lock", `${ref} was left`);
    if (ref.endsWith(".lock") || !ref.startsWith("refs/heads/") || ref === "refs/heads/main") return;
    if (this.#ended.get(head) === "accepted") this.#say("branch", `${ref} was not moved forward from ${head}`);
    for (const step of stepsTo(this.#options.remote(), head, onMain)) this.#judgeStep(ref, step);
  }

  /** A commit that still waits on its branch has been judged, and its author can read how. */
  #judgeStep(ref: string, commit: Oid): void {
    const told = readNote(this.#options.remote(), commit)?.outcome;
    if (told === undefined || told === "pending" || told === "accepted")
      this.#say("outcome", `${commit} on ${ref} is ${told ?? "not judged"}`);
  }

  #judgeEnd(commit: Oid, outcome: PromotionOutcome, onMain: ReadonlySet<Oid>): void {
    const told = readNote(this.#options.remote(), commit)?.outcome;
    if (told !== outcome) this.#say("note", `${commit} is ${outcome}, and its note says ${told ?? "nothing"}`);
    if (outcome === "accepted" && !onMain.has(commit)) this.#say("outcome", `${commit} is accepted, and not on main`);
    if ((outcome === "refused" || outcome === "conflict") && this.#touched.has(commit))
      this.#say("outcome", `${commit} is ${outcome}, and an import of it took effect`);
  }

  #judgeParent(merge: Oid, incoming: Oid | undefined): void {
    const outcome = incoming === undefined ? undefined : this.#ended.get(incoming);
    if (outcome !== undefined && outcome !== "accepted")
      this.#say("outcome", `${incoming} is ${outcome}, and a parent of ${merge}`);
  }

  #say(rule: string, text: string): void {
    this.#options.say(rule, text);
  }
}
