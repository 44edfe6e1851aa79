import { nextToken, type Token } from "./markup-scan.ts";

/** Where a batch ends. Offsets count from where the batch begins. */
export interface BatchEnd {
  /** Behind its last record; where something else than white space follows, before `</table>`. */
  readonly end: number;
  readonly records: number;
  /** Behind `</table>`, where that follows; null: more records may come. */
  readonly tableEnd: number | null;
}

interface Limits {
  readonly batchBytes: number;
  readonly batchRecords: number;
}

/** Behind a record's name in its start tag. */
const NAME_ENDS: ReadonlySet<number | undefined> = new Set([0x3e, 0x20]);
const END_TAG = /^<\/table[ \t\r\n]*>$/;
const WHITE_SPACE = /^[ \t\r\n]*$/;

/**
 * Finds where records end. In the layout of a real server a record ends where `</name>`, a line break and `<name` stand,
 * with one tab before each: one search in the bytes finds that. Where comments, CDATA or another layout might deceive it,
 * tags are counted. Both find the same places.
 */
export class RecordEnds {
  readonly #record: string;
  readonly #limits: Limits;
  /** Undefined: not looked for yet; null: another layout. */
  #boundary: Buffer | null | undefined;
  #isCareful = false;
  /** Read up to here. */
  #at = 0;
  #depth = 1;
  #records = 0;
  #end = 0;

  constructor(record: string, limits: Limits) {
    this.#record = record;
    this.#limits = limits;
  }

  /** Records found of a batch that is not whole yet. */
  get pending(): number {
    return this.#records;
  }

  /**
   * @param bytes from the batch's start on; the same ones and more at the next call, until an end was found
   * @returns null: more bytes are needed
   */
  next(bytes: Buffer, isLast: boolean): BatchEnd | null {
    if (this.#boundary === undefined) {
      if (bytes.length < this.#record.length + 8 && !isLast) return null;
      this.#boundary = this.#boundaryIn(bytes);
    }
    const found = this.#isCareful || this.#boundary === null ? null : this.#search(bytes, this.#boundary);
    if (found !== null) return this.#startBatch(found);
    const isFarBehind = bytes.length - this.#end > this.#limits.batchBytes;
    if (!this.#isCareful && this.#boundary !== null && !isLast && !isFarBehind) return null;
    this.#beCareful();
    const counted = this.#count(bytes);
    return counted && this.#startBatch(counted);
  }

  #boundaryIn(bytes: Buffer): Buffer | null {
    const head = bytes.subarray(0, this.#record.length + 8).toString("latin1");
    const newline = /^\r?\n/.exec(head)?.[0];
    if (newline === undefined || !head.startsWith(`${newline}\t<${this.#record}`)) return null;
    return Buffer.from(`${newline}\t</${this.#record}>${newline}\t<${this.#record}`);
  }

  #search(bytes: Buffer, boundary: Buffer): BatchEnd | null {
    const behindRecord = boundary.indexOf(">") + 1;
    for (;;) {
      const hit = bytes.indexOf(boundary, this.#at);
      if (hit === -1 || hit + boundary.length === bytes.length) {
        this.#at = hit === -1 ? Math.max(this.#at, bytes.length - boundary.length) : hit;
        return null;
      }
      this.#at = hit + behindRecord;
      if (NAME_ENDS.has(bytes[hit + boundary.length])) {
        this.#records++;
        this.#end = this.#at;
        if (this.#isFull()) return this.#batchUnlessDeceived(bytes);
      }
    }
  }

  #batchUnlessDeceived(bytes: Buffer): BatchEnd | null {
    if (!mayDeceive(bytes.subarray(0, this.#end))) return this.#batch();
    this.#beCareful();
    return null;
  }

  /** Counts tags from the batch's start on. */
  #beCareful(): void {
    if (this.#isCareful) return;
    this.#isCareful = true;
    this.#at = 0;
    this.#end = 0;
    this.#records = 0;
  }

  #count(bytes: Buffer): BatchEnd | null {
    for (;;) {
      const token = nextToken(bytes, this.#at);
      if (token === null) return null;
      this.#at = token.end;
      if (token.kind === "start") this.#depth++;
      else if (token.kind === "end") this.#depth--;
      if (this.#depth === 0) return this.#lastBatch(bytes, token);
      if (this.#depth === 1 && token.kind !== "other") {
        this.#records++;
        this.#end = token.end;
        if (this.#isFull()) return this.#batch();
      }
    }
  }

  #lastBatch(bytes: Buffer, token: Token): BatchEnd {
    const isTable = END_TAG.test(bytes.toString("latin1", token.start, token.end));
    const isLayout = WHITE_SPACE.test(bytes.toString("latin1", this.#end, token.start));
    // What is wrong stays in the batch, where the parser finds it.
    const end = !isTable ? token.end : isLayout ? this.#end : token.start;
    return { end, records: this.#records, tableEnd: token.end };
  }

  #isFull(): boolean {
    return this.#end >= this.#limits.batchBytes || this.#records >= this.#limits.batchRecords;
  }

  #batch(): BatchEnd {
    return { end: this.#end, records: this.#records, tableEnd: null };
  }

  #startBatch(found: BatchEnd): BatchEnd {
    this.#isCareful = false;
    this.#at = 0;
    this.#end = 0;
    this.#records = 0;
    this.#depth = 1;
    return found;
  }
}

/** Within comments, CDATA and processing instructions a tag is only text; an element of its own form has no end tag. */
function mayDeceive(bytes: Buffer): boolean {
  return bytes.includes("<!") || bytes.includes("<?") || bytes.includes("/>");
}
