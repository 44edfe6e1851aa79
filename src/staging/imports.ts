import type { Oid, RecordKey, TableName } from "../domain/ids.ts";
import type { ImportEntry, ImportState, PromotionImport, SentAt } from "../domain/ports/staging-promotions.ts";
import { oidBytes, readOid, readWord } from "./columns.ts";
import type { Connection, NoParams } from "./connection.ts";

const KINDS = ["update", "new", "invoice"] as const satisfies readonly ImportEntry["kind"][];
const STATES = ["planned", "sent", "applied", "refused", "void"] as const satisfies readonly ImportState[];

const SELECT = `
  SELECT promotion.oid, import.path, mirrored_table.name, import.kind, import.key, import.client_id, import.id_field,
    import.state, import.seq, import.reason, import.sent_at, import.sent_monotonic, import.sent_boot
  FROM import
  JOIN promotion ON promotion.id = import.promotion_id
  JOIN mirrored_table ON mirrored_table.id = import.table_id`;

/** Table `import`: the journal of what promotions send. */
export class Imports {
  readonly #put;
  readonly #of;
  readonly #under;
  readonly #open;

  constructor(connection: Connection) {
    this.#put = connection.prepare<never, EntryParams>(`
      INSERT INTO import (promotion_id, path, table_id, kind, key, client_id, id_field, state, seq, reason, sent_at,
        sent_monotonic, sent_boot)
      VALUES (:promotion, :path, :table, :kind, :key, :clientId, :idField, :state, :seq, :reason, :at, :monotonic,
        :bootId)
      ON CONFLICT (promotion_id, path) DO UPDATE SET
        table_id = excluded.table_id, kind = excluded.kind, key = excluded.key, client_id = excluded.client_id,
        id_field = excluded.id_field, state = excluded.state, seq = excluded.seq, reason = excluded.reason, sent_at = excluded.sent_at,
        sent_monotonic = excluded.sent_monotonic, sent_boot = excluded.sent_boot`);
    this.#of = connection.prepare<Stored, { oid: Uint8Array }>(
      `${SELECT} WHERE promotion.oid = :oid ORDER BY import.id`,
    );
    this.#under = connection.prepare<Stored, { table: string; clientId: string }>(
      `${SELECT} WHERE mirrored_table.name = :table AND import.client_id = :clientId ORDER BY import.id DESC`,
    );
    this.#open = connection.prepare<Stored, NoParams>(`${SELECT} WHERE import.state = 'sent' ORDER BY import.id`);
  }

  /** An entry that is replaced keeps its place in the order. */
  put(ids: { readonly promotion: number; readonly table: number }, entry: ImportEntry): void {
    const { path, kind, key, clientId, idField, state, seq, reason } = entry;
    const sent = entry.sent ?? { at: null, monotonic: null, bootId: null };
    const { at, monotonic, bootId } = sent;
    this.#put.run({ ...ids, path, kind, key, clientId, idField, state, seq, reason, at, monotonic, bootId });
  }

  of(commit: Oid): ImportEntry[] {
    return this.#of.all({ oid: oidBytes(commit) }).map(read);
  }

  /** Of all promotions, newest first. */
  under(table: TableName, clientId: string): PromotionImport[] {
    return this.#under.all({ table, clientId }).map(readWithCommit);
  }

  /** Sent, and not known what came of them: in order of entering, of all promotions. */
  open(): PromotionImport[] {
    return this.#open.all({}).map(readWithCommit);
  }
}

type EntryParams = Omit<ImportEntry, "table" | "sent"> & {
  promotion: number;
  table: number;
  at: number | null;
  monotonic: number | null;
  bootId: string | null;
};

interface Stored {
  oid: Uint8Array;
  path: string;
  name: string;
  kind: string;
  key: string | null;
  client_id: string | null;
  id_field: string | null;
  state: string;
  seq: number | null;
  reason: string | null;
  sent_at: number | null;
  sent_monotonic: number | null;
  sent_boot: string | null;
}

function readWithCommit(row: Stored): PromotionImport {
  return { commit: readOid(row.oid), entry: read(row) };
}

function read(row: Stored): ImportEntry {
  const { path, key, client_id: clientId, id_field: idField, seq, reason } = row;
  return {
    path,
    table: row.name as TableName,
    kind: readWord(KINDS, row.kind),
    key: key as RecordKey | null,
    clientId,
    idField,
    state: readWord(STATES, row.state),
    seq,
    reason,
    sent: readSent(row),
  };
}

function readSent({ sent_at: at, sent_monotonic: monotonic, sent_boot: bootId }: Stored): SentAt | null {
  return at === null || monotonic === null || bootId === null ? null : { at, monotonic, bootId };
}
