import { ByteReader } from "../../../../src/exporter/remote/byte-reader.ts";
import { concatBytes, encodePkt, FLUSH } from "../../../../src/exporter/remote/pkt-line.ts";
import { ProtocolFault } from "../../../../src/exporter/remote/protocol-fault.ts";

/** Input in chunks of the given size, as a network may cut it. */
export function inChunks(bytes: Uint8Array, size = 7): ByteReader {
  return new ByteReader(chunksOf(bytes, size));
}

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Packets as they go over the wire; null is a flush packet. */
export function packets(...payloads: readonly (string | Uint8Array | null)[]): Uint8Array {
  return concatBytes(payloads.map((payload) => (payload === null ? FLUSH : encodePkt(payload))));
}

/** A payload on one side-band. */
export function onBand(band: number, payload: string | Uint8Array): Uint8Array {
  return concatBytes([Uint8Array.of(band), typeof payload === "string" ? new TextEncoder().encode(payload) : payload]);
}

/** `kind` of the ProtocolFault that a promise ends with. */
export async function faultOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ProtocolFault) return error.kind;
    throw error;
  }
  throw new Error("it was expected to fail and did not");
}
