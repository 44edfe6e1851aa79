import { fail } from "../domain/errors/tidemark-error.ts";
import { BLANK_MODTIME, isModtime, type Modtime, type Oid } from "../domain/ids.ts";

/** An object id as the file holds it: 20 raw bytes. */
export function oidBytes(oid: Oid): Uint8Array {
  return Uint8Array.fromHex(oid);
}

export function optionalBytes(oid: Oid | null): Uint8Array | null {
  return oid === null ? null : oidBytes(oid);
}

export function readOid(bytes: Uint8Array): Oid {
  if (bytes.length !== 20) throw damaged("an object id", bytes.toHex());
  return bytes.toHex() as Oid;
}

export function readOptionalOid(bytes: Uint8Array | null): Oid | null {
  return bytes === null ? null : readOid(bytes);
}

export function readModtime(text: string): Modtime {
  if (!isModtime(text)) throw damaged("a modtime", text);
  return text;
}

/** Null stands for "not read since it was seeded": the port says blank. */
export function readSeenModtime(text: string | null): Modtime {
  return text === null ? BLANK_MODTIME : readModtime(text);
}

export function readOptionalModtime(text: string | null): Modtime | null {
  return text === null ? null : readModtime(text);
}

/** The value when it is one of the words, else `data.corrupt`. */
export function readWord<W extends string>(words: readonly W[], text: string): W {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw damaged(words.join(" or "), text);
  return word;
}

/** What the file holds as JSON, in the form in which it was written. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged("JSON", text.slice(0, 20));
  }
}

function damaged(expected: string, found: string): Error {
  return fail("data.corrupt", { path: "The staging file", reason: `it holds '${found}' where ${expected} belongs` });
}
