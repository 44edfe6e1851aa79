import type { Arena } from "../baselines/contender.ts";
import { pushMain, runGit } from "../baselines/git.ts";
import { type ChangeSet, changePath } from "../input/dataset.ts";
import { runScript } from "../measure/run-process.ts";
import { productArgument } from "../ours/contenders.ts";
import type { TenChanges, TenChangesArgument } from "../ours/ten-changes.ts";
import { median } from "./statistics.ts";

/** Medians over the rounds of one kind; milliseconds and bytes. `poll` is null where there is no such thing. */
export interface TenChangesResult {
  readonly kind: ChangeSet["kind"];
  readonly commit: number;
  readonly push: number;
  readonly total: number;
  readonly poll: number | null;
  readonly bytes: number;
}

type Round = Omit<TenChanges, "poll"> & { readonly poll: number | null };

/** Polls of a running service. */
export async function oursTenChanges(arena: Arena): Promise<TenChangesResult[]> {
  const { changes } = arena.dataset;
  const counter = new URL("/bench/received", arena.repository.url).href;
  const argument: TenChangesArgument = { ...productArgument(arena), rounds: changes.length, counter };
  const { answer } = await runScript<TenChanges[]>("ours-ten-changes", argument);
  return byKind(changes, answer);
}

/** `git fast-import` on top of main, and `git push`: two processes a round. */
export async function fastImportTenChanges({
  dataset,
  directory,
  repository,
  service,
}: Arena): Promise<TenChangesResult[]> {
  const rounds: Round[] = [];
  await service.received();
  for (const change of dataset.changes.keys()) {
    const stream = `${changePath(dataset.directory, change)}.fast-import`;
    const imported = await runGit(directory, ["fast-import", "--quiet"], stream);
    const pushed = await pushMain(directory, repository.url, service);
    const bytes = await service.received();
    rounds.push({ commit: imported.seconds * 1000, push: pushed.seconds * 1000, poll: null, bytes });
  }
  return byKind(dataset.changes, rounds);
}

function byKind(changes: readonly ChangeSet[], rounds: readonly Round[]): TenChangesResult[] {
  return (["neighbours", "spread"] as const).map((kind) => {
    const own = rounds.filter((_, at) => changes[at]?.kind === kind);
    const of = (figure: (round: Round) => number) => median(own.map(figure));
    const poll = own.some((round) => round.poll === null) ? null : of((round) => round.poll ?? 0);
    const total = of(({ commit, push }) => commit + push);
    return {
      kind,
      commit: of(({ commit }) => commit),
      push: of(({ push }) => push),
      total,
      poll,
      bytes: of(({ bytes }) => bytes),
    };
  });
}
