import type { RecordKey } from "../../src/domain/ids.ts";
import type { Staging } from "../../src/domain/ports/staging.ts";
import { openStaging } from "../../src/staging/staging.ts";
import { entryOf, reportOf, SENT } from "../support/promotion-builders.ts";
import { added, commit, MODTIME, NAME, oidOf, page, RUN, touch, upsert } from "../support/staging-builders.ts";

/*
 * Writes the staging file named by the first argument until it is killed. Each round stages twenty records and the
 * cursor that covers them in one page, deletes the ten oldest, takes a commit through the journal, and an incoming one.
 */
const staging = openStaging({ path: process.argv[2] ?? "" });
if (staging.runs(1).length === 0) staging.startRun(RUN, "poll", 1);
settle(staging);
process.stdout.write("writing\n");
for (;;) round(staging, staging.cursor(NAME)?.after ?? 0);

/** As a restart does: whether main moved is decided by the parity of the commit's id, so that both ways are taken. */
function settle(staging: Staging): void {
  const prepared = staging.preparedCommit();
  if (prepared === null) return;
  if (Number.parseInt(prepared.commit.slice(-1), 16) % 2 === 0) staging.finishCommit(prepared.commit);
  else staging.discardCommit(prepared.commit);
}

function round(staging: Staging, after: number): void {
  const numbers = Array.from({ length: 20 }, (_, index) => after + index + 1);
  const cursor = { after: after + 20, startedAt: MODTIME, highest: MODTIME };
  const upserts = numbers.map((seq) => upsert(`K${seq}`, seq, `${seq} `.repeat(200)));
  staging.applyPage(page({ upserts, changes: numbers.map((seq) => added(`K${seq}`)), cursor }));
  const oldest = staging.interval(NAME, 0, null).slice(0, 10);
  staging.applyPage(
    page({ deletes: oldest.map(({ key }) => key as RecordKey), touches: [touch(`K${after + 20}`, after + 20)] }),
  );
  const name = `commit ${after} ${process.pid}`;
  staging.prepareCommit(commit(name, { trees: [{ parent: "", name: `t${after}`, oid: oidOf(name) }] }));
  staging.finishCommit(oidOf(name));
  staging.markPushed(oidOf(name));
  promote(staging, `incoming ${name}`);
}

/** Entered, sent and answered one by one, then told and noted. */
function promote(staging: Staging, name: string): void {
  const incoming = oidOf(name);
  staging.startPromotion({ commit: incoming, branch: "changes", run: RUN, at: Date.now() });
  staging.noteImports(incoming, [entryOf("a"), entryOf("b")]);
  for (const path of ["a", "b"]) {
    staging.noteImports(incoming, [entryOf(path, { state: "sent", sent: SENT })]);
    staging.noteImports(incoming, [entryOf(path, { state: "applied", seq: 1, sent: SENT })]);
  }
  const report = reportOf(name, "accepted");
  staging.reportPromotion(report, Date.now());
  staging.markNoted([report]);
}
