import type { Unread } from "./byte-reader.ts";
import { readPkt } from "./pkt-line.ts";
import { ProtocolFault } from "./protocol-fault.ts";

/** How much of what the service says on band 2 is kept for an error: hooks can be talkative. */
const MAX_SAID = 2000;

/** What the service says to the person in front of it (band 2), newest last, bounded. */
export class Said {
  #text = "";

  add(bytes: Uint8Array): void {
    this.#text = (this.#text + new TextDecoder().decode(bytes)).slice(-MAX_SAID);
  }

  text(): string {
    return this.#text;
  }
}

/**
 * Splits a side-band-64k stream (gitprotocol-pack): yields band 1, gathers band 2 into `said`, and ends at the
 * flush packet. @throws ProtocolFault: `fatal` for band 3, `truncated` without a flush.
 */
export async function* demultiplex(input: Unread, said: Said, first?: Uint8Array): AsyncGenerator<Uint8Array> {
  if (first !== undefined) yield* band(first, said);
  while (true) {
    const packet = await readPkt(input);
    if (packet === "flush") return;
    if (packet === "end") throw new ProtocolFault("truncated", "it ends without a flush packet");
    yield* band(packet, said);
  }
}

function* band(packet: Uint8Array, said: Said): Generator<Uint8Array> {
  const payload = packet.subarray(1);
  if (packet[0] === 1) {
    if (payload.length > 0) yield payload;
  } else if (packet[0] === 2) said.add(payload);
  else if (packet[0] === 3) throw new ProtocolFault("fatal", new TextDecoder().decode(payload).trim());
  else throw strayPacket(new TextDecoder().decode(packet));
}

/** `ERR text` may stand where any packet is expected (gitprotocol-pack, "pkt-line Format"). */
function strayPacket(text: string): ProtocolFault {
  if (text.startsWith("ERR ")) return new ProtocolFault("refused", text.slice(4).trimEnd());
  return new ProtocolFault("malformed", "a packet belongs to no known band");
}
