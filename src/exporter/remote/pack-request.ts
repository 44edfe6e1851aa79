import { concatBytes, encodePkt, FLUSH } from "./pkt-line.ts";
import type { FetchRequest, PackSource, PushRequest } from "./remote.ts";

type Capabilities = ReadonlyMap<string, string>;

/** The command of a push (gitprotocol-pack, "Reference Update Request"): one ref from old to new, then a flush. */
export function commandBytes(request: PushRequest, offered: Capabilities, agent: string): Uint8Array {
  const words = capabilityWords(["report-status", "side-band-64k", "ofs-delta"], offered, agent);
  return concatBytes([encodePkt(`${request.old} ${request.new} ${request.ref}\0 ${words}\n`), FLUSH]);
}

/**
 * Command and pack as one body of known length. Streamed chunk by chunk: a Blob made of both parts is sent broken
 * by Bun's fetch without an error, and a pack may be larger than memory.
 */
export function requestBody(
  head: Uint8Array,
  pack: PackSource,
): { length: number; open(): ReadableStream<Uint8Array> } {
  return { length: head.length + pack.length, open: () => prefixed(head, pack.open()) };
}

/** A fetch request without negotiation: wants, all haves, done (gitprotocol-pack, "Packfile Negotiation"). */
export function wantBytes(request: FetchRequest, offered: Capabilities, agent: string): Uint8Array {
  const words = capabilityWords(["side-band-64k", "ofs-delta", "no-progress"], offered, agent);
  const want = encodePkt(`want ${request.want} ${words}\n`);
  const haves = request.haves.map((oid) => encodePkt(`have ${oid}\n`));
  return concatBytes([want, FLUSH, ...haves, encodePkt("done\n")]);
}

/** Only what the service offered may be asked for. */
function capabilityWords(wanted: readonly string[], offered: Capabilities, agent: string): string {
  const words = wanted.filter((name) => offered.has(name));
  if (offered.has("object-format")) words.push("object-format=sha1");
  if (offered.has("agent")) words.push(`agent=${agent}`);
  return words.join(" ");
}

function prefixed(head: Uint8Array, rest: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = rest.getReader();
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(head),
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
