import { type Balance, hashRecord } from "./balance.ts";
import type { Candidate, RawSearch } from "./candidates.ts";
import type { DiskRecord } from "./disk.ts";
import { numberIn } from "./disk-table.ts";
import type { OpenImage } from "./examined.ts";
import type { PieceReader } from "./markup.ts";

/** A record on disk that may be none of the engine's. */
interface Doubted {
  /** How often it lies on disk, and was not yet made. */
  count: number;
  readonly file: string;
  readonly table: DiskRecord["table"];
  readonly record: number | null;
  readonly offset: number;
  readonly candidates: readonly Candidate[];
}

export interface ForeignRecord extends Omit<Doubted, "count"> {
  /** It is a record of the engine's, but lies there more often than it was made. */
  readonly isCopy: boolean;
}

/** Beyond this nobody reads on: the output is of another run. Some ten kilobytes each. */
const MOST_DOUBTED = 4000;

/** Which records on disk the engine did not make, once it is known that there are some. */
export class ForeignRecords {
  readonly #doubted = new Map<bigint, Doubted>();
  readonly #made = new Set<bigint>();
  /** What the doubted ones are called, by table and number or path. */
  readonly #names = new Set<string>();
  /** Forms of images that are not on disk as they were made, by table and number or path. */
  readonly #lost = new Map<string, Float64Array>();
  /** Records that were not looked at, because there were too many. */
  passedOver = 0;

  constructor(
    private readonly balance: Balance,
    private readonly search: RawSearch,
    private readonly read: PieceReader,
    private readonly most = MOST_DOUBTED,
  ) {}

  /** Each record on disk. */
  found({ table, file, path, offset, bytes }: DiskRecord): void {
    const hash = hashRecord(table, path, bytes);
    if (!this.balance.isOpen(hash)) return;
    const known = this.#doubted.get(hash);
    if (known !== undefined) known.count++;
    else if (this.#doubted.size >= this.most) this.passedOver++;
    else {
      const record = numberIn(bytes, bytes.length);
      const place = { file, table, record, offset };
      this.#names.add(`${table} ${path ?? record}`);
      const inPath = path === null ? [] : this.search.text(path, { ...place, offset: null });
      const candidates = [...this.search.bytes(bytes, place, this.read), ...inPath];
      this.#doubted.set(hash, { count: 1, file, table, record, offset, candidates });
    }
  }

  /** Then each record that is made. */
  made({ hash, table, record, path, keys }: OpenImage): void {
    const known = this.#doubted.get(hash);
    if (known !== undefined && known.count > 0) {
      known.count--;
      this.#made.add(hash);
      return;
    }
    // Of others nobody asks, and there may be as many as there are records.
    const name = `${table} ${path ?? record}`;
    if (this.#names.has(name)) this.#lost.set(name, keys);
  }

  /** What is left. */
  *foreign(): Generator<ForeignRecord> {
    for (const [hash, { count, ...place }] of this.#doubted) {
      if (count === 0) continue;
      const lost = this.#lost.get(`${place.table} ${place.file}`) ?? this.#lost.get(`${place.table} ${place.record}`);
      const candidates = place.candidates.filter(({ key }) => lost === undefined || !lost.includes(key));
      yield { ...place, candidates, isCopy: this.#made.has(hash) };
    }
  }
}
