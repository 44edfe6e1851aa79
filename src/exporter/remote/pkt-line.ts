import type { Unread } from "./byte-reader.ts";
import { ProtocolFault } from "./protocol-fault.ts";

/** The longest payload that git allows in one pkt-line (gitprotocol-common: 65520 with its length). */
export const MAX_PAYLOAD = 65516;

/** The flush packet, `0000`. */
export const FLUSH = new Uint8Array([0x30, 0x30, 0x30, 0x30]);

const encoder = new TextEncoder();

/** One pkt-line: four hexadecimal digits that count themselves and the payload. */
export function encodePkt(payload: string | Uint8Array): Uint8Array {
  const body = typeof payload === "string" ? encoder.encode(payload) : payload;
  if (body.length > MAX_PAYLOAD) throw new RangeError(`a pkt-line holds at most ${MAX_PAYLOAD} bytes`);
  const packet = new Uint8Array(body.length + 4);
  encoder.encodeInto((body.length + 4).toString(16).padStart(4, "0"), packet);
  packet.set(body, 4);
  return packet;
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A payload, a flush packet, or the clean end of the input between two packets. */
export type Packet = Uint8Array | "flush" | "end";

/**
 * The next packet. Strict: upper-case digits pass (git accepts them), the lengths 1 to 3 of protocol v2 do not.
 * @throws ProtocolFault for a malformed length, or an input that ends inside a packet (`truncated`)
 */
export async function readPkt(input: Unread): Promise<Packet> {
  const head = await input.take(4);
  if (head.length === 0) return "end";
  if (head.length < 4) throw truncated();
  const length = parseLength(head);
  if (length === 0) return "flush";
  if (length < 4 || length > MAX_PAYLOAD + 4)
    throw new ProtocolFault("malformed", `a packet says it is ${length} bytes long`);
  const payload = await input.take(length - 4);
  if (payload.length < length - 4) throw truncated();
  return payload;
}

/** Packets up to the next flush or the end of the input; says which of the two came. */
export async function* packetsUntilFlush(input: Unread): AsyncGenerator<Uint8Array, "flush" | "end"> {
  while (true) {
    const packet = await readPkt(input);
    if (typeof packet === "string") return packet;
    yield packet;
  }
}

function parseLength(head: Uint8Array): number {
  const text = String.fromCharCode(...head);
  if (!/^[0-9a-fA-F]{4}$/.test(text)) throw new ProtocolFault("malformed", "a packet does not begin with its length");
  return Number.parseInt(text, 16);
}

function truncated(): ProtocolFault {
  return new ProtocolFault("truncated", "it ends inside a packet");
}
