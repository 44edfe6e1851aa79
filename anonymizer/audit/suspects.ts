import type { TableName } from "../../src/domain/ids.ts";
import type { Item, TargetForm } from "../model/batch.ts";
import type { Counterfactual } from "./counterfactual.ts";
import { eachField, fieldsByPlace, placeOf } from "./fields.ts";
import { type FormKind, keyOf } from "./form-key.ts";
import type { Forms } from "./forms.ts";
import type { Piece } from "./markup.ts";
import { type FieldRole, isOwnText, type Roles } from "./sensitive.ts";

/** A form that some original has, in a record of the output. */
export interface Hit {
  readonly key: number;
  readonly kind: FormKind;
  readonly piece: Piece;
  readonly role: FieldRole;
}

/** A source record, looked at only where something in the output asks for it. */
export class Original {
  #forms: Set<number> | null = null;
  #places: ReadonlyMap<string, string> | null = null;

  constructor(
    readonly item: Item,
    private readonly parts: { readonly forms: Forms; readonly roles: Roles; readonly target: TargetForm },
  ) {}

  /** Whether one of its texts has the form, whatever is done with that text. */
  has(key: number): boolean {
    this.#forms ??= this.#gather();
    return this.#forms.has(key);
  }

  /** What stood where a piece of the output stands. */
  at(piece: Piece): string | undefined {
    this.#places ??= fieldsByPlace(this.item.record, this.parts.target);
    return this.#places.get(placeOf(piece.row, piece.field));
  }

  /** The sensitive field that has the form; null: only fields that may have it. */
  origin(key: number): { readonly field: string; readonly value: string } | null {
    const { forms, roles } = this.parts;
    let origin: { readonly field: string; readonly value: string } | null = null;
    eachField(this.item.record, (element, _, field, value) => {
      const { role, name, isCode } = roles.of(element, field);
      if (origin !== null || role !== "secret" || isOwnText(value)) return;
      forms.ofValue(value, isCode, (low, high) => {
        if (keyOf(low, high) === key) origin = { field: name, value };
      });
    });
    return origin;
  }

  #gather(): Set<number> {
    const { forms, roles } = this.parts;
    const found = new Set<number>();
    const add = (low: number, high: number): unknown => found.add(keyOf(low, high));
    eachField(this.item.record, (element, _, field, value) => {
      if (roles.of(element, field).role !== "figure" && !isOwnText(value)) forms.inText(value, add);
    });
    return found;
  }
}

/** Answers that are remembered: a code that became somebody else's comes again and again. */
const REMEMBERED = 4096;

/** Tells hits that survived from those that are there by chance. */
export class Judge {
  readonly #known = new Map<string, boolean>();

  constructor(
    private readonly table: () => TableName,
    private readonly counterfactual: Counterfactual,
  ) {}

  survived(hit: Hit, original: Original): boolean {
    if (!original.has(hit.key) || !isTold(hit)) return false;
    const before = original.at(hit.piece);
    if (isFixed(hit, before)) return true;
    const question = `${hit.key} ${hit.role.name} ${before}`;
    const known = this.#known.get(question);
    if (known !== undefined) return known;
    const answer = this.counterfactual.survives(this.table(), original.item, { key: hit.key, field: hit.piece.field });
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(question, answer);
    return answer;
  }
}

/** Whether it says something where it stands: short words of fields that are kept are names of kinds and states. */
function isTold({ kind, role, piece }: Hit): boolean {
  return role.role === "secret" || kind !== "word" || /\d\D*\d/.test(piece.text);
}

/** A code that is its own pseudonym was never replaced, even if another secret would. */
function isFixed({ role, piece }: Hit, before: string | undefined): boolean {
  return role.isCode && before !== undefined && before.toLowerCase() === piece.text.toLowerCase();
}
