import type { Oid, RunId } from "../domain/ids.ts";
import type { Batch, PreparedCommit } from "../domain/ports/staging.ts";
import { oidBytes, optionalBytes, readOid, readOptionalOid, readWord } from "./columns.ts";
import type { Connection, NoParams } from "./connection.ts";

const STATES = ["prepared", "committed", "pushed"] as const satisfies readonly Batch["state"][];

const SELECT = `
  SELECT batch.oid, batch.parent, batch.pack, run.uuid, batch.records, batch.at, batch.state
  FROM batch JOIN run ON run.id = batch.run_id`;

export type NewBatch = Omit<PreparedCommit, "run" | "trees" | "markers"> & {
  readonly run: number;
  readonly state: Batch["state"];
  /** It carries the changes with after < id <= upTo. */
  readonly changes: { readonly after: number; readonly upTo: number };
};

/** Table `batch`: the journal of commits on main. */
export class Batches {
  readonly #add;
  readonly #commit;
  readonly #discard;
  readonly #push;
  readonly #prepared;
  readonly #last;
  readonly #unpushed;
  readonly #remoteHead;
  readonly #onMain;
  readonly #carriedUpTo;
  readonly #at;
  readonly #first;
  readonly #clear;

  constructor(connection: Connection) {
    this.#add = connection.prepare<never, NewParams>(`
      INSERT INTO batch (oid, parent, pack, run_id, records, at, state, change_after, change_upto)
      VALUES (:oid, :parent, :pack, :run, :records, :at, :state, :after, :upTo)`);
    this.#commit = connection.prepare<never, NoParams>("UPDATE batch SET state = 'committed' WHERE state = 'prepared'");
    this.#discard = connection.prepare<never, NoParams>("DELETE FROM batch WHERE state = 'prepared'");
    this.#push = connection.prepare<never, { oid: Uint8Array }>(`
      UPDATE batch SET state = 'pushed'
      WHERE state = 'committed' AND id <= (SELECT id FROM batch WHERE oid = :oid AND state <> 'prepared')`);
    this.#prepared = connection.prepare<Stored, NoParams>(`${SELECT} WHERE batch.state = 'prepared'`);
    this.#last = connection.prepare<Stored, NoParams>(
      `${SELECT} WHERE batch.state <> 'prepared' ORDER BY batch.id DESC LIMIT 1`,
    );
    this.#unpushed = connection.prepare<Stored, NoParams>(
      `${SELECT} WHERE batch.state = 'committed' ORDER BY batch.id`,
    );
    this.#remoteHead = connection.prepare<{ oid: Uint8Array }, NoParams>(
      "SELECT oid FROM batch WHERE state = 'pushed' ORDER BY id DESC LIMIT 1",
    );
    this.#onMain = connection.prepare<{ id: number }, { oid: Uint8Array }>(
      "SELECT id FROM batch WHERE oid = :oid AND state <> 'prepared'",
    );
    this.#carriedUpTo = connection.prepare<{ id: number }, NoParams>(
      "SELECT coalesce(max(change_upto), 0) AS id FROM batch WHERE state <> 'prepared'",
    );
    // Along main, so by id: commits that are older by their time may stand behind. One poll a commit at most: never many.
    this.#at = connection.prepare<{ oid: Uint8Array }, { at: number }>(`
      SELECT oid FROM batch WHERE state <> 'prepared' AND at - at % 1000 <= :at ORDER BY id DESC LIMIT 1`);
    this.#first = connection.prepare<{ oid: Uint8Array }, NoParams>(
      "SELECT oid FROM batch WHERE state <> 'prepared' ORDER BY id LIMIT 1",
    );
    this.#clear = connection.prepare<never, NoParams>("DELETE FROM batch");
  }

  add({ commit, parent, pack, run, records, at, state, changes: { after, upTo } }: NewBatch): void {
    const ids = { oid: oidBytes(commit), parent: optionalBytes(parent), pack: oidBytes(pack) };
    this.#add.run({ ...ids, run, records, at, state, after, upTo });
  }

  /** The prepared commit is on main. */
  commitPrepared(): void {
    this.#commit.run({});
  }

  discardPrepared(): void {
    this.#discard.run({});
  }

  /** Everything up to the commit is on the remote. */
  push(commit: Oid): void {
    this.#push.run({ oid: oidBytes(commit) });
  }

  prepared(): Batch | null {
    return readOptional(this.#prepared.get({}));
  }

  last(): Batch | null {
    return readOptional(this.#last.get({}));
  }

  unpushed(): Batch[] {
    return this.#unpushed.all({}).map(read);
  }

  remoteHead(): Oid | null {
    return readOptionalOid(this.#remoteHead.get({})?.oid ?? null);
  }

  isOnMain(commit: Oid): boolean {
    return this.#onMain.get({ oid: oidBytes(commit) }) !== null;
  }

  /** Id of the newest change that a commit on main carries, 0 when there is none. */
  carriedUpTo(): number {
    return this.#carriedUpTo.get({})?.id ?? 0;
  }

  /** The newest commit of main that git says was made at this time or before. */
  at(at: number): Oid | null {
    return readOptionalOid(this.#at.get({ at })?.oid ?? null);
  }

  first(): Oid | null {
    return readOptionalOid(this.#first.get({})?.oid ?? null);
  }

  clear(): void {
    this.#clear.run({});
  }
}

interface Stored {
  oid: Uint8Array;
  parent: Uint8Array | null;
  pack: Uint8Array;
  uuid: string;
  records: number;
  at: number;
  state: string;
}

type NewParams = {
  oid: Uint8Array;
  parent: Uint8Array | null;
  pack: Uint8Array;
  run: number;
  records: number;
  at: number;
  state: string;
  after: number;
  upTo: number;
};

function readOptional(row: Stored | null): Batch | null {
  return row === null ? null : read(row);
}

function read({ oid, parent, pack, uuid, records, at, state }: Stored): Batch {
  const ids = { commit: readOid(oid), parent: readOptionalOid(parent), pack: readOid(pack) };
  return { ...ids, run: uuid as RunId, records, at, state: readWord(STATES, state) };
}
