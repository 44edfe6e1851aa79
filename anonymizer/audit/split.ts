/** Where the records of a file end, and how they begin. */
export interface RecordShape {
  /** null: at the start of a line. */
  readonly opens: readonly Uint8Array[] | null;
  readonly closes: Uint8Array;
}

/** What a file is made of. Bytes are good until the next call. */
export interface SplitSink {
  /** @param offset in the file, bytes */
  record(bytes: Uint8Array, offset: number): void;
  /** Whatever is no record: before the first, between two, behind the last. Long ones come in pieces that overlap. */
  between(bytes: Uint8Array, offset: number): void;
}

/** What is held of a file at most before it is given away as `between`. */
const LONGEST = 1 << 23;
/** Pieces of what is no record overlap by so much, so that no value is cut in two. */
const OVERLAP = 256;

const utf8 = new TextEncoder();

/** Exports, by the layout in which they are written: `\t<name>` … `\t</name>`, each on a line of its own. */
export function exportShape(element: string): RecordShape {
  return {
    opens: [utf8.encode(`\t<${element}>`), utf8.encode(`\t<${element} `)],
    closes: utf8.encode(`\n\t</${element}>\n`),
  };
}

/** Snapshots: each line is one. */
export const LINE_SHAPE: RecordShape = { opens: null, closes: utf8.encode("\n") };
/** Files in which nothing is known to be a record. */
export const NO_SHAPE: RecordShape = { opens: [], closes: new Uint8Array(0) };

/**
 * Cuts a file into records and the rest, by their first and last bytes alone: nothing is left out, whatever stands in it, and
 * what is no record as it was written is told apart by its hash later.
 */
export class RecordSplitter {
  #rest: Uint8Array = new Uint8Array(0);
  /** Where `#rest` begins in the file. */
  #offset = 0;

  constructor(
    private readonly shape: RecordShape,
    private readonly sink: SplitSink,
  ) {}

  push(chunk: Uint8Array): void {
    const buffer = Buffer.concat([this.#rest, chunk]);
    const { closes } = this.shape;
    let from = 0;
    for (;;) {
      const end = closes.length === 0 ? -1 : buffer.indexOf(closes, from);
      if (end === -1) break;
      this.#segment(buffer.subarray(from, end + closes.length), this.#offset + from);
      from = end + closes.length;
    }
    this.#keep(buffer.subarray(from), from);
  }

  end(): void {
    if (this.#rest.length > 0) this.sink.between(this.#rest, this.#offset);
    this.#rest = new Uint8Array(0);
  }

  #keep(rest: Buffer, taken: number): void {
    this.#offset += taken;
    this.#rest = rest;
    if (rest.length < LONGEST) return;
    this.sink.between(rest, this.#offset);
    this.#rest = rest.subarray(rest.length - OVERLAP);
    this.#offset += rest.length - OVERLAP;
  }

  /** What ends as a record does; it may begin with something else. */
  #segment(bytes: Buffer, offset: number): void {
    const start = this.#start(bytes);
    if (start > 0) this.sink.between(bytes.subarray(0, start), offset);
    if (start < bytes.length) this.sink.record(bytes.subarray(start), offset + start);
  }

  #start(bytes: Buffer): number {
    const { opens } = this.shape;
    if (opens === null || opens.some((open) => bytes.subarray(0, open.length).equals(open))) return 0;
    const starts = opens.map((open) => bytes.indexOf(Buffer.concat([NEWLINE, open]))).filter((at) => at !== -1);
    return starts.length === 0 ? bytes.length : Math.min(...starts) + 1;
  }
}

const NEWLINE = utf8.encode("\n");
