import type { HttpResponse } from "../../domain/ports/http.ts";
import { throwIfError } from "./advertisement.ts";
import { ByteReader, type Unread } from "./byte-reader.ts";
import { type Asked, readError } from "./http-errors.ts";
import { type Packet, readPkt } from "./pkt-line.ts";
import { ProtocolFault } from "./protocol-fault.ts";
import { demultiplex, Said } from "./side-band.ts";

/**
 * The answer of `git-upload-pack`: acknowledgements, then the pack on band 1. Resolves when the first packet of
 * the pack was seen; the chunks that follow fail with coded errors. @throws HttpFailure, ProtocolFault
 */
export async function receivePack(
  response: HttpResponse,
  { asked, signal }: { asked: Asked; signal: AbortSignal },
): Promise<AsyncIterable<Uint8Array>> {
  const input = new ByteReader(response.stream());
  try {
    const first = await firstAfterAcknowledgements(input);
    return packChunks(input, first, { asked, signal });
  } catch (error) {
    await input.cancel();
    throw error;
  }
}

/** Without multi_ack a server says NAK, or ACK for one common commit, before the pack; some say both. */
async function firstAfterAcknowledgements(input: Unread): Promise<Uint8Array> {
  while (true) {
    const packet = bytesOf(await readPkt(input));
    if ((packet[0] ?? 0) <= 3) return packet;
    const line = new TextDecoder().decode(packet).trimEnd();
    throwIfError(line);
    if (line !== "NAK" && !/^ACK [0-9a-f]{40}$/.test(line)) {
      throw new ProtocolFault("malformed", "neither ACK nor NAK comes before the pack");
    }
  }
}

async function* packChunks(
  input: ByteReader,
  first: Uint8Array,
  { asked, signal }: { asked: Asked; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  try {
    yield* demultiplex(input, new Said(), first);
  } catch (error) {
    signal.throwIfAborted();
    throw readError(error, asked);
  } finally {
    await input.cancel();
  }
}

function bytesOf(packet: Packet): Uint8Array {
  if (packet === "end") throw new ProtocolFault("truncated", "it ends before the pack");
  if (packet === "flush") throw new ProtocolFault("malformed", "it sends no pack");
  return packet;
}
