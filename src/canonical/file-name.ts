import { fail } from "../domain/errors/tidemark-error.ts";
import type { RecordKey } from "../domain/ids.ts";
import { fromBase32, toBase32 } from "./base32.ts";

/** Longest name in percent form, and longest of all, without `.xml`: file systems end at 255 bytes. */
const MAX_PERCENT = 200;
const MAX_STEM = 240;
const EXTENSION = ".xml";
/** Device names of Windows, whatever follows the first dot (Microsoft, Naming Files); only capitals can spell one here. */
const RESERVED = /^(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])$/;

/**
 * The file name of a key: injective even where letter case is folded, reversible, and safe on every file system. ASCII
 * letters, digits, `_` and `-` (not first) stand for themselves. `~` stands before a letter whose case differs from the
 * letter before it, and before a first letter that is small. Everything else is `%` and two capital hex digits for each
 * UTF-8 byte, also the first letter of a Windows device name. Where that is over 200 characters, and for the empty
 * key, it is `%%` and the UTF-8 in base32.
 * @throws canonical.key-too-long for a key that neither form holds: over 148 bytes and over 200 characters in percent form
 * @throws canonical.bad-key for text with half of a surrogate pair
 */
export function fileName(key: RecordKey): string {
  if (!key.isWellFormed()) throw fail("canonical.bad-key", { key: key.toWellFormed(), table: "any table" });
  return stemOf(key) + EXTENSION;
}

/** The inverse of `fileName`; null for any name that `fileName` never gives. */
export function keyOfFileName(name: string): RecordKey | null {
  if (!name.endsWith(EXTENSION)) return null;
  const stem = name.slice(0, -EXTENSION.length);
  const bytes = stem.startsWith("%%") ? fromBase32(stem.slice(2)) : percentBytes(stem);
  const key = bytes === null ? null : decode(bytes);
  return key !== null && shortStem(key) === stem ? key : null;
}

function stemOf(key: string): string {
  const stem = shortStem(key);
  if (stem === null) throw fail("canonical.key-too-long", { key });
  return stem;
}

function shortStem(key: string): string | null {
  const bytes = new TextEncoder().encode(key);
  const percent = percentForm(bytes);
  if (percent !== "" && percent.length <= MAX_PERCENT) return percent;
  const base32 = `%%${toBase32(bytes)}`;
  return base32.length <= MAX_STEM ? base32 : null;
}

function percentForm(bytes: Uint8Array): string {
  let text = "";
  let upper = true;
  for (const byte of bytes) {
    const isCapital = byte >= 0x41 && byte <= 0x5a;
    if (isCapital || (byte >= 0x61 && byte <= 0x7a)) {
      if (isCapital !== upper) text += "~";
      upper = isCapital;
      text += String.fromCharCode(byte);
    } else text += isLiteral(byte, text === "") ? String.fromCharCode(byte) : percent(byte);
  }
  return RESERVED.test(text) ? percent(bytes[0] as number) + text.slice(1) : text;
}

/** Digits, `_`, and `-` where a program cannot take the name for an option. */
function isLiteral(byte: number, isFirst: boolean): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x5f || (byte === 0x2d && !isFirst);
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** Undoes percentForm leniently; the caller encodes again to see whether it was the one right form. */
function percentBytes(stem: string): Uint8Array | null {
  const bytes: number[] = [];
  for (let at = 0; at < stem.length; at++) {
    const code = stem.charCodeAt(at);
    if (code > 0x7e) return null;
    if (code === 0x25) {
      const hex = stem.slice(at + 1, at + 3);
      if (!/^[0-9A-F]{2}$/.test(hex)) return null;
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else if (code !== 0x7e) bytes.push(code);
  }
  return Uint8Array.from(bytes);
}

function decode(bytes: Uint8Array): RecordKey | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) as RecordKey;
  } catch {
    return null;
  }
}
