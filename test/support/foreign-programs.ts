/** The least that looks like an ELF program of 64 bits. @param interpreter null: none */
export function elfProgram(machine: number, interpreter: string | null): Uint8Array {
  const bytes = Buffer.alloc(256);
  bytes.write("\x7fELF\x02\x01\x01", "latin1");
  bytes.writeUInt16LE(machine, 18);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  bytes.writeUInt32LE(1, 64);
  bytes.writeUInt32LE(interpreter === null ? 2 : 3, 120);
  bytes.writeBigUInt64LE(192n, 128);
  bytes.writeBigUInt64LE(BigInt((interpreter ?? "").length + 1), 152);
  bytes.write(`${interpreter ?? ""}\0`, 192, "latin1");
  return bytes;
}

/** The least that looks like a Windows program. @param subsystem 3: a console's */
export function peProgram(machine: number, subsystem: number): Uint8Array {
  const bytes = Buffer.alloc(512);
  bytes.write("MZ", "latin1");
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write("PE\0\0", 0x80, "latin1");
  bytes.writeUInt16LE(machine, 0x84);
  bytes.writeUInt16LE(subsystem, 0x80 + 24 + 68);
  return bytes;
}

/**
 * The least that looks like a macOS program: some pages of code, and a signature over fewer of them than there are, as Bun
 * leaves one in programs for Intel.
 */
export function machProgram(cpu: number, { roomForSignature = true } = {}): Uint8Array {
  const limit = 3 * 4096 + 1000;
  const bytes = Buffer.alloc(limit + 64);
  bytes.fill(0xcc, 4096, limit);
  bytes.writeUInt32LE(0xfeedfacf, 0);
  bytes.writeUInt32LE(cpu, 4);
  bytes.writeUInt32LE(3, 16);
  writeSegment(bytes, 32, "__TEXT", [0, 2 * 4096]);
  writeSegment(bytes, 104, "__LINKEDIT", [2 * 4096, bytes.length - 2 * 4096]);
  bytes.writeUInt32LE(roomForSignature ? 0x1d : 0x26, 176);
  bytes.writeUInt32LE(16, 180);
  bytes.writeUInt32LE(limit, 184);
  for (const [index, word] of [0xfade0cc0, 64, 1, 0, 20, 0xfade0c02].entries())
    bytes.writeUInt32BE(word, limit + index * 4);
  bytes.writeUInt32BE(2 * 4096, limit + 20 + 32);
  return bytes;
}

function writeSegment(bytes: Buffer, at: number, name: string, [offset, size]: readonly [number, number]): void {
  bytes.writeUInt32LE(0x19, at);
  bytes.writeUInt32LE(72, at + 4);
  bytes.write(name, at + 8, "latin1");
  bytes.writeBigUInt64LE(BigInt(offset), at + 40);
  bytes.writeBigUInt64LE(BigInt(size), at + 48);
}
