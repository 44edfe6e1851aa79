import type { FormFilter } from "./filter.ts";
import { type FormKind, keyOf } from "./form-key.ts";
import type { Forms } from "./forms.ts";
import { eachPiece, type PieceReader } from "./markup.ts";
import { decodeEscapes } from "./references.ts";
import { decodeText } from "./text-encoding.ts";

/** Where in the output something stands. */
export interface Place {
  readonly file: string;
  readonly table: string | null;
  readonly record: number | null;
  /** Bytes from the start of the file; null: it is the file's name. */
  readonly offset: number | null;
}

/** A form that an original may have, in what the anonymizer did not write. */
export interface Candidate {
  readonly key: number;
  readonly kind: FormKind;
  readonly place: Place;
  readonly field: string;
  /** The text around it, to be compared; never shown. */
  readonly around: string;
}

const AROUND = 200;

/** Searches bytes of which nothing is known. Each form is answered once for each call. */
export class RawSearch {
  constructor(
    private readonly forms: Forms,
    private readonly filter: FormFilter,
  ) {}

  bytes(bytes: Uint8Array, place: Place, read: PieceReader = eachPiece): Candidate[] {
    return this.text(decodeText(bytes), place, read);
  }

  text(text: string, place: Place, read: PieceReader = eachPiece): Candidate[] {
    const found = new Map<number, Candidate>();
    read(text, (piece) => {
      const said = decodeEscapes(piece.text);
      this.forms.inText(said, (low, high, kind, from) => {
        const key = keyOf(low, high);
        if (found.has(key) || !this.filter.has(low, high)) return;
        const { offset } = place;
        const at = offset === null ? null : offset + Buffer.byteLength(text.slice(0, piece.at)) + from;
        const around = said.slice(Math.max(0, from - AROUND), from + AROUND);
        const field = nameOf(piece.parent, piece.field);
        found.set(key, {
          key,
          kind,
          place: { ...place, offset: at },
          field,
          around,
        });
      });
    });
    return [...found.values()];
  }
}

function nameOf(parent: string, field: string): string {
  if (field === "") return "text outside of records";
  return parent === "" || field.includes(".") ? field : `${parent}.${field}`;
}
