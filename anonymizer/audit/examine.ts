import { holdsRates } from "../books/columns.ts";
import type { GivenSums, Item, OutputBatch, SourceBatch } from "../model/batch.ts";
import type { Engine, EngineOptions } from "../model/engine.ts";
import { createReader } from "../reading/read-batch.ts";
import { readRules } from "../rules/read-rules.ts";
import { Balance, hashRecord } from "./balance.ts";
import { type Confirmed, confirmForms } from "./confirm.ts";
import { Counterfactual } from "./counterfactual.ts";
import { numberIn } from "./disk-table.ts";
import type { AuditMemory, Examined, Gathered, OpenImage, Suspect } from "./examined.ts";
import { piecesOf } from "./fields.ts";
import { FormFilter } from "./filter.ts";
import { likenessOf, mask } from "./finding.ts";
import { keyOf } from "./form-key.ts";
import { Forms } from "./forms.ts";
import { gatherForms } from "./gather.ts";
import { NAME_OF_VALUE } from "./json.ts";
import type { Piece } from "./markup.ts";
import { type FieldRole, isOwnText, Roles } from "./sensitive.ts";
import { type Hit, Judge, Original } from "./suspects.ts";
import { UnmovedFields } from "./unmoved.ts";

export interface ExaminerParts {
  readonly options: EngineOptions;
  readonly memory: AuditMemory;
  readonly create: (options: EngineOptions) => Engine;
}

/** Told of each batch. */
const MOST_SUSPECTS = 32;
/** Records of each batch whose amounts and dates are compared: that shows whether a rule does its work. */
const MOST_COMPARED = 32;
const NONE: Hit[] = [];

/** One thread's part of an audit. What it answers does not depend on which batches it had before. */
export class Examiner {
  readonly #engine: Engine;
  readonly #parts: ExaminerParts;
  readonly #roles: Roles;
  readonly #forms = new Forms();
  readonly #filter: FormFilter;
  readonly #balance: Balance;
  readonly #counterfactual: Counterfactual;
  readonly #unmoved = new UnmovedFields();
  readonly #reader = createReader();

  constructor(parts: ExaminerParts) {
    this.#parts = parts;
    this.#engine = parts.create(parts.options);
    this.#roles = new Roles(readRules(parts.options.rules));
    this.#filter = new FormFilter(parts.memory.filter);
    this.#balance = new Balance(parts.memory.balance);
    const { options, create } = parts;
    const shared = { options, create, engine: this.#engine, forms: new Forms(), roles: this.#roles };
    this.#counterfactual = new Counterfactual(shared);
  }

  /** First: what is searched for. */
  gather(batch: SourceBatch): Gathered {
    const { items } = this.#reader.read(batch);
    const before = this.#forms.leftOut;
    const values = gatherForms(items, { roles: this.#roles, forms: this.#forms, filter: this.#filter });
    return { records: items.length, values, leftOut: this.#forms.leftOut - before };
  }

  useSums(sums: GivenSums): void {
    this.#engine.useSums(sums);
    this.#counterfactual.useSums(sums);
  }

  /** Then: each record beside what becomes of it. */
  examine(batch: SourceBatch): Examined {
    const { items } = this.#reader.read(batch);
    const output = this.#engine.anonymize(batch);
    const one = new OneBatch(output, items);
    const judge = new Judge(() => output.table, this.#counterfactual);
    for (let i = 0; i < output.written; i++) this.#image(one, i, judge);
    const { suspects, survived, coincidences, searched } = one;
    const { table, written: made, sums } = output;
    return {
      table,
      read: items.length,
      made,
      sums,
      searched,
      suspects,
      survived,
      coincidences,
      unmoved: this.#unmoved.take(),
    };
  }

  /** Where disk and engine differ: what is made that may be missing there. */
  images(batch: SourceBatch): readonly OpenImage[] {
    const { items } = this.#reader.read(batch);
    const output = this.#engine.anonymize(batch);
    const one = new OneBatch(output, items);
    const open: OpenImage[] = [];
    for (let i = 0; i < output.written; i++) {
      const bytes = one.bytes(i);
      const path = one.path(i);
      const hash = hashRecord(output.table, path, bytes);
      if (!this.#balance.isOpen(hash)) continue;
      const record = numberIn(bytes, bytes.length);
      open.push({ hash, table: output.table, record, path, keys: this.#keysOf(one.text(bytes)) });
    }
    return open;
  }

  /** Last: which of these forms originals have. */
  confirm(batch: SourceBatch, keys: Float64Array): readonly Confirmed[] {
    return confirmForms(this.#reader.read(batch).items, new Set(keys), { roles: this.#roles, forms: this.#forms });
  }

  #keysOf(text: string): Float64Array {
    const keys = new Set<number>();
    piecesOf(this.#parts.options.target)(text, (piece) => {
      this.#forms.inText(piece.text, (low, high) => keys.add(keyOf(low, high)));
    });
    return Float64Array.from(keys);
  }

  #image(one: OneBatch, index: number, judge: Judge): void {
    const bytes = one.bytes(index);
    const { target } = this.#parts.options;
    this.#balance.made(hashRecord(one.output.table, one.path(index), bytes));
    const original = new Original(one.item(index), { forms: this.#forms, roles: this.#roles, target });
    // Exchange rates are kept, in fields that hold money elsewhere.
    const isCompared = index < MOST_COMPARED && !holdsRates(one.output.table, original.item.record.fields);
    piecesOf(target)(one.text(bytes), (piece) => {
      if (piece.field === NAME_OF_VALUE) return;
      one.searched++;
      const role = this.#roles.of(piece.parent, piece.field);
      if (role.moves !== null && isCompared) {
        this.#unmoved.compare(role.name, role.moves, original.at(piece), piece.text);
      }
      if (role.role === "figure" || isOwnText(piece.text)) return;
      for (const hit of this.#hits(piece, role)) one.take(hit, index, { original, judge });
    });
  }

  #hits(piece: Piece, role: FieldRole): readonly Hit[] {
    let hits: Hit[] = NONE;
    this.#forms.inText(piece.text, (low, high, kind) => {
      if (!this.#filter.has(low, high)) return;
      if (hits === NONE) hits = [];
      hits.push({ key: keyOf(low, high), kind, piece, role });
    });
    return hits;
  }
}

/** What is found in one batch, with where each of its records is. */
class OneBatch {
  readonly suspects: Suspect[] = [];
  searched = 0;
  survived = 0;
  coincidences = 0;
  readonly #decoder = new TextDecoder();

  constructor(
    readonly output: OutputBatch,
    private readonly items: readonly Item[],
  ) {}

  bytes(index: number): Uint8Array {
    const { bytes, ends } = this.output;
    return bytes.subarray(index === 0 ? 0 : (ends[index - 1] as number), ends[index] as number);
  }

  text(bytes: Uint8Array): string {
    return this.#decoder.decode(bytes);
  }

  path(index: number): string | null {
    return this.output.paths?.[index] ?? null;
  }

  item(index: number): Item {
    return this.items[this.output.origins[index] as number] as Item;
  }

  take(hit: Hit, index: number, { original, judge }: { readonly original: Original; readonly judge: Judge }): void {
    if (!judge.survived(hit, original)) {
      this.coincidences++;
      return;
    }
    this.survived++;
    if (this.suspects.length < MOST_SUSPECTS) this.suspects.push(suspectOf(hit, original, this.path(index)));
  }
}

function suspectOf({ key, kind, piece, role }: Hit, original: Original, path: string | null): Suspect {
  const { seq } = original.item;
  const origin = original.origin(key);
  return {
    key,
    record: seq,
    path,
    field: role.name,
    isKept: role.role === "open",
    likeness: likenessOf(kind, piece.text, origin?.value ?? null),
    masked: mask(origin?.value ?? piece.text),
    origin: origin === null ? null : { field: origin.field, record: seq },
  };
}
