import type { Oid, RunId } from "../domain/ids.ts";
import type { Promotion, PromotionStart } from "../domain/ports/staging-promotions.ts";
import type { PromotionOutcome, PromotionReport } from "../domain/promotion.ts";
import { oidBytes, readJson, readOid, readWord } from "./columns.ts";
import type { Connection, NoParams } from "./connection.ts";

const OUTCOMES = [
  "accepted",
  "conflict",
  "refused",
  "failed",
  "pending",
] as const satisfies readonly PromotionOutcome[];

const SELECT = `
  SELECT promotion.oid, promotion.branch, run.uuid, promotion.started_at, promotion.ended_at, promotion.outcome,
    promotion.report, promotion.noted
  FROM promotion JOIN run ON run.id = promotion.run_id`;

/** Table `promotion`: incoming commits. The order of starting is by the host's clock, and by first entering within one ms. */
export class Promotions {
  readonly #find;
  readonly #get;
  readonly #newest;
  readonly #older;
  readonly #pending;
  readonly #unnoted;
  readonly #start;
  readonly #report;
  readonly #forget;
  readonly #note;

  constructor(connection: Connection) {
    this.#find = connection.prepare<{ id: number }, ByOid>("SELECT id FROM promotion WHERE oid = :oid");
    this.#get = connection.prepare<Stored, ByOid>(`${SELECT} WHERE promotion.oid = :oid`);
    this.#newest = connection.prepare<Stored, { limit: number }>(
      `${SELECT} ORDER BY promotion.started_at DESC, promotion.id DESC LIMIT :limit`,
    );
    this.#older = connection.prepare<Stored, { limit: number; oid: Uint8Array }>(`${SELECT}
      WHERE (promotion.started_at, promotion.id) < (SELECT started_at, id FROM promotion WHERE oid = :oid)
      ORDER BY promotion.started_at DESC, promotion.id DESC LIMIT :limit`);
    this.#pending = connection.prepare<Stored, NoParams>(
      `${SELECT} WHERE promotion.outcome = 'pending' ORDER BY promotion.started_at, promotion.id`,
    );
    this.#unnoted = connection.prepare<Stored, NoParams>(`${SELECT}
      WHERE promotion.noted = 0 AND promotion.report IS NOT NULL ORDER BY promotion.started_at, promotion.id`);
    this.#start = connection.prepare<never, StartParams>(`
      INSERT INTO promotion (oid, branch, run_id, started_at, outcome, noted)
      VALUES (:oid, :branch, :run, :at, 'pending', 0)
      ON CONFLICT (oid) DO UPDATE SET
        branch = excluded.branch, run_id = excluded.run_id, started_at = excluded.started_at, outcome = excluded.outcome,
        ended_at = NULL`);
    this.#report = connection.prepare<never, ReportParams>(`
      UPDATE promotion SET outcome = :outcome, ended_at = :endedAt, report = :report,
        noted = CASE WHEN report IS :report THEN noted ELSE 0 END
      WHERE id = :id`);
    this.#forget = connection.prepare<never, ByOid>(`
      DELETE FROM promotion
      WHERE oid = :oid AND outcome = 'pending'
        AND NOT EXISTS (SELECT 1 FROM import WHERE promotion_id = promotion.id AND sent_at IS NOT NULL)`);
    this.#note = connection.prepare<never, { oid: Uint8Array; report: string }>(
      "UPDATE promotion SET noted = 1 WHERE oid = :oid AND report = :report",
    );
  }

  /** The number that stands for the commit in the other tables; null when no promotion of it was started. */
  find(commit: Oid): number | null {
    return this.#find.get({ oid: oidBytes(commit) })?.id ?? null;
  }

  get(commit: Oid): Promotion | null {
    const row = this.#get.get({ oid: oidBytes(commit) });
    return row === null ? null : read(row);
  }

  newest(limit: number, before?: Oid): Promotion[] {
    if (before === undefined) return this.#newest.all({ limit }).map(read);
    return this.#older.all({ limit, oid: oidBytes(before) }).map(read);
  }

  pending(): Promotion[] {
    return this.#pending.all({}).map(read);
  }

  unnoted(): Promotion[] {
    return this.#unnoted.all({}).map(read);
  }

  /** Report and imports of an earlier start stay. */
  start({ commit, branch, at }: PromotionStart, run: number): void {
    this.#start.run({ oid: oidBytes(commit), branch, run, at });
  }

  report(id: number, report: PromotionReport, at: number): void {
    const { outcome } = report;
    this.#report.run({ id, outcome, endedAt: outcome === "pending" ? null : at, report: JSON.stringify(report) });
  }

  /** Takes its imports along. */
  forgetUnsent(commit: Oid): void {
    this.#forget.run({ oid: oidBytes(commit) });
  }

  /** Nothing when another report is stored by now. */
  markNoted(report: PromotionReport): void {
    this.#note.run({ oid: oidBytes(report.commit), report: JSON.stringify(report) });
  }
}

type ByOid = { oid: Uint8Array };
type StartParams = ByOid & { branch: string; run: number; at: number };
type ReportParams = { id: number; outcome: string; endedAt: number | null; report: string };

interface Stored {
  oid: Uint8Array;
  branch: string;
  uuid: string;
  started_at: number;
  ended_at: number | null;
  outcome: string;
  report: string | null;
  noted: number;
}

function read({ oid, branch, uuid, started_at: at, ended_at: endedAt, ...row }: Stored): Promotion {
  const outcome = readWord(OUTCOMES, row.outcome);
  const report = row.report === null ? null : (readJson(row.report) as PromotionReport);
  return { commit: readOid(oid), branch, run: uuid as RunId, at, outcome, endedAt, report, noted: row.noted === 1 };
}
