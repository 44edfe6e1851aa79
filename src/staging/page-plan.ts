import type { Modtime, Oid, RecordKey } from "../domain/ids.ts";
import type { Displaced, PageWrite, Upsert } from "../domain/ports/staging.ts";

/** A row that the page may concern: it holds one of its keys or one of its sequence numbers. */
export interface KnownRow {
  readonly id: number;
  readonly key: RecordKey;
  /** null: a tombstone, or seeded and not read. */
  readonly seq: number | null;
  /** null: a tombstone. */
  readonly oid: Oid | null;
}

/** What to do, in this order: no two rows ever hold one sequence number. */
export interface PagePlan {
  /** Rows that let go of their sequence number before others take it. */
  readonly vacate: readonly number[];
  /** Rows that become tombstones. */
  readonly bury: readonly number[];
  readonly touch: readonly { readonly id: number; readonly seq: number | null; readonly modtime: Modtime }[];
  readonly rewrite: readonly { readonly id: number; readonly upsert: Upsert }[];
  readonly insert: readonly Upsert[];
  /** Keys whose record went on under another key: deletions that nobody else reports. */
  readonly renamed: readonly RecordKey[];
  readonly displaced: readonly Displaced[];
  /** Live rows afterwards minus before. */
  readonly growth: number;
}

type PageRows = Pick<PageWrite, "upserts" | "touches" | "deletes">;

/** One key while the plan is made. */
interface Slot {
  readonly key: RecordKey;
  readonly known: KnownRow | null;
  seq: number | null;
  live: boolean;
  modtime: Modtime | null;
  upsert: Upsert | null;
}

/** The keys and sequence numbers a page can concern: the rows that hold one of them are what `planPage` must know. */
export function concerned({ upserts, touches, deletes }: PageRows): { keys: RecordKey[]; numbers: number[] } {
  const keys = [...upserts.map(({ key }) => key), ...touches.map(({ key }) => key), ...deletes];
  return { keys, numbers: [...upserts, ...touches].map(({ seq }) => seq) };
}

/**
 * Decides what a page does to the rows that hold its keys and sequence numbers. Who loses a place to another is judged
 * when everything has arrived: so codes can be swapped, or passed around, within one page.
 */
export function planPage(page: PageRows, known: readonly KnownRow[]): PagePlan {
  const desk = new Desk(known);
  for (const key of page.deletes) desk.remove(key);
  for (const touch of page.touches) desk.touch(touch);
  for (const upsert of page.upserts) desk.place(upsert);
  return desk.plan();
}

class Desk {
  readonly #byKey = new Map<RecordKey, Slot>();
  readonly #bySeq = new Map<number, Slot>();
  readonly #renamed = new Set<Slot>();
  readonly #displaced: Displaced[] = [];

  constructor(known: readonly KnownRow[]) {
    for (const row of known) {
      const { key, seq } = row;
      const slot: Slot = { key, known: row, seq, live: row.oid !== null, modtime: null, upsert: null };
      this.#byKey.set(key, slot);
      if (seq !== null) this.#bySeq.set(seq, slot);
    }
  }

  remove(key: RecordKey): void {
    const slot = this.#byKey.get(key);
    if (slot === undefined) return;
    this.#giveUp(slot);
    this.#renamed.delete(slot);
    slot.live = false;
  }

  place(upsert: Upsert): void {
    const { key, seq, modtime } = upsert;
    const slot = this.#byKey.get(key) ?? { key, known: null, seq: null, live: false, modtime, upsert };
    this.#byKey.set(key, slot);
    this.#take(slot, seq);
    Object.assign(slot, { live: true, modtime, upsert });
    this.#renamed.delete(slot);
  }

  /** A key that is not live has nothing to touch: the page is being applied again. */
  touch({ key, seq, modtime }: PageWrite["touches"][number]): void {
    const slot = this.#byKey.get(key);
    if (!slot?.live) return;
    this.#take(slot, seq);
    this.#renamed.delete(slot);
    slot.modtime = modtime;
  }

  plan(): PagePlan {
    const slots = [...this.#byKey.values()];
    const gone = new Set(slots.filter((slot) => !slot.live || this.#renamed.has(slot)));
    const staying = slots.filter((slot) => !gone.has(slot));
    return {
      vacate: staying.flatMap(({ known, seq }) =>
        known !== null && known.seq !== null && known.seq !== seq ? [known.id] : [],
      ),
      bury: [...gone].flatMap(({ known }) => (known !== null && known.oid !== null ? [known.id] : [])),
      touch: staying.flatMap((slot) => touchOf(slot)),
      rewrite: staying.flatMap(({ known, upsert }) =>
        known !== null && upsert !== null ? [{ id: known.id, upsert }] : [],
      ),
      insert: staying.flatMap(({ known, upsert }) => (known === null && upsert !== null ? [upsert] : [])),
      renamed: [...this.#renamed].map(({ key }) => key),
      displaced: this.#displaced.filter(({ seq }) => !this.#bySeq.has(seq)),
      growth: staying.length - slots.filter(({ known }) => known !== null && known.oid !== null).length,
    };
  }

  /** Gives `seq` to the slot; whoever had the slot before under another number is displaced. */
  #take(slot: Slot, seq: number): void {
    const before = slot.live ? slot.seq : null;
    if (before !== null && before !== seq) this.#displaced.push({ key: slot.key, seq: before, by: seq });
    this.#giveUp(slot);
    this.#release(seq, slot.key);
    slot.seq = seq;
    this.#bySeq.set(seq, slot);
  }

  /** Record `seq` is known under `key` now: whatever other key it had is free. */
  #release(seq: number, key: RecordKey): void {
    const holder = this.#bySeq.get(seq);
    if (holder === undefined || holder.key === key) return;
    this.#giveUp(holder);
    this.#renamed.add(holder);
  }

  #giveUp(slot: Slot): void {
    if (slot.seq !== null) this.#bySeq.delete(slot.seq);
    slot.seq = null;
  }
}

function touchOf({ known, upsert, seq, modtime }: Slot): PagePlan["touch"] {
  return known !== null && upsert === null && modtime !== null ? [{ id: known.id, seq, modtime }] : [];
}
