import { deflateSync } from "node:zlib";
import { entryHeader, type ObjectType, offsetDeltaHeader } from "../../../../src/exporter/pack/pack-entry.ts";

/** Builds packs that no git would write, entry by entry. */
export class PackBuilder {
  readonly #parts: Buffer[] = [Buffer.alloc(12)];
  #count = 0;
  #length = 12;

  /** Where the next entry will start. */
  get offset(): number {
    return this.#length;
  }

  object(type: ObjectType, content: string | Uint8Array, claimed?: number): this {
    const bytes = Buffer.from(content);
    return this.raw(entryHeader(type, claimed ?? bytes.length), deflateSync(bytes));
  }

  /** A delta against the entry that starts at `base`. */
  offsetDelta(base: number, delta: Uint8Array): this {
    return this.raw(offsetDeltaHeader(delta.length, this.#length - base), deflateSync(delta));
  }

  /** A delta against the object with this id. */
  refDelta(base: string, delta: Uint8Array): this {
    return this.raw(Buffer.concat([Buffer.of(0x70 | delta.length), Buffer.from(base, "hex")]), deflateSync(delta));
  }

  raw(...parts: readonly Uint8Array[]): this {
    for (const part of parts) {
      this.#parts.push(Buffer.from(part));
      this.#length += part.length;
    }
    this.#count++;
    return this;
  }

  build({ count = this.#count, version = 2, magic = "PACK" } = {}): Buffer {
    const head = Buffer.alloc(12);
    head.write(magic, "latin1");
    head.writeUInt32BE(version, 4);
    head.writeUInt32BE(count, 8);
    const body = Buffer.concat([head, ...this.#parts.slice(1)]);
    return Buffer.concat([body, sha1(body)]);
  }
}

/** A delta of fewer than 16 bytes that appends a text to a whole base of fewer than 128 bytes. */
export function appending(baseSize: number, text: string): Buffer {
  const insert = Buffer.from(text);
  return Buffer.concat([Buffer.of(baseSize, baseSize + insert.length, 0x90, baseSize, insert.length), insert]);
}

export function sha1(bytes: Uint8Array): Buffer {
  return Buffer.from(new Bun.SHA1().update(bytes).digest("hex"), "hex");
}

export function blobId(content: string): string {
  return new Bun.SHA1().update(`blob ${Buffer.byteLength(content)}\0${content}`).digest("hex");
}
