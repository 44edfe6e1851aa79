import type { Target } from "../../src/app/release/contents.ts";
import { isMach, signatureFault } from "./mach-signature.ts";

/** What the loader of each system looks at before it starts a program. */
const EXPECTED: Readonly<Record<Target, string>> = {
  "linux-x64": "ELF x64 /lib64/ld-linux-x86-64.so.2",
  "linux-x64-musl": "ELF x64 /lib/ld-musl-x86_64.so.1",
  "linux-arm64": "ELF arm64 /lib/ld-linux-aarch64.so.1",
  "linux-arm64-musl": "ELF arm64 /lib/ld-musl-aarch64.so.1",
  "darwin-arm64": "Mach-O arm64 signed",
  "darwin-x64": "Mach-O x64 signed",
  "windows-x64": "PE x64 console",
};

const ELF_MACHINES: Readonly<Record<number, string>> = { 62: "x64", 183: "arm64" };
const MACH_TYPES: Readonly<Record<number, string>> = { 16777223: "x64", 16777228: "arm64" };
const PE_MACHINES: Readonly<Record<number, string>> = { 34404: "x64", 43620: "arm64" };
const PT_INTERP = 3;

/** What is wrong with a program that cannot be started here; null when nothing is. */
export function headerFault(target: Target, bytes: Uint8Array): string | null {
  const found = describeProgram(bytes);
  return found === EXPECTED[target] ? null : `is ${found}, and ${target} needs ${EXPECTED[target]}`;
}

/** What a program's header says of it: `ELF x64 /lib64/ld-linux-x86-64.so.2`, `Mach-O arm64 signed`, `PE x64 console`. */
export function describeProgram(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint32(0) === 0x7f454c46) return describeElf(view);
    if (isMach(bytes)) return describeMach(view, bytes);
    if (view.getUint16(0) === 0x4d5a) return describePe(view);
  } catch (reason) {
    if (!(reason instanceof RangeError)) throw reason;
    return "a program that was cut off";
  }
  return "no program";
}

/** System V ABI: 64 bits, little endian. */
function describeElf(view: DataView): string {
  if (view.getUint16(4) !== 0x0201) return "ELF, but not of 64 bits and little endian";
  const machine = ELF_MACHINES[view.getUint16(18, true)] ?? "of another machine";
  const [start, size, count] = [
    Number(view.getBigUint64(32, true)),
    view.getUint16(54, true),
    view.getUint16(56, true),
  ];
  for (let at = start; at < start + size * count; at += size) {
    if (view.getUint32(at, true) !== PT_INTERP) continue;
    const from = Number(view.getBigUint64(at + 8, true));
    const length = Number(view.getBigUint64(at + 32, true));
    return `ELF ${machine} ${textAt(view, from, length - 1)}`;
  }
  return `ELF ${machine} without an interpreter`;
}

/** A Mac with Apple's own processor starts nothing that is not signed, by anybody. */
function describeMach(view: DataView, bytes: Uint8Array): string {
  const machine = MACH_TYPES[view.getUint32(4, true)] ?? "of another machine";
  return `Mach-O ${machine} ${signatureFault(bytes) ?? "signed"}`;
}

/** Microsoft's PE format. */
function describePe(view: DataView): string {
  const at = view.getUint32(0x3c, true);
  if (view.getUint32(at) !== 0x50450000) return "an old program for DOS";
  const machine = PE_MACHINES[view.getUint16(at + 4, true)] ?? "of another machine";
  return `PE ${machine} ${view.getUint16(at + 24 + 68, true) === 3 ? "console" : "without a console"}`;
}

function bytesAt(view: DataView, from: number, length: number): Uint8Array {
  if (from + length > view.byteLength) throw new RangeError("beyond the end");
  return new Uint8Array(view.buffer, view.byteOffset + from, length);
}

function textAt(view: DataView, from: number, length: number): string {
  return new TextDecoder().decode(bytesAt(view, from, length));
}
