import type { Unread } from "./byte-reader.ts";
import { packetsUntilFlush } from "./pkt-line.ts";
import { ProtocolFault } from "./protocol-fault.ts";

/** What `git receive-pack` did (gitprotocol-pack, "Report Status"). Reasons are the service's own words. */
export interface PushReport {
  /** null: the pack was stored. */
  readonly unpackError: string | null;
  /** Ref to null (moved) or the reason why not. */
  readonly refs: ReadonlyMap<string, string | null>;
}

/** Reads the report. @throws ProtocolFault `truncated` when it ends before its flush packet, `malformed` */
export async function readReport(input: Unread): Promise<PushReport> {
  const lines: string[] = [];
  const packets = packetsUntilFlush(input);
  let next = await packets.next();
  for (; next.done !== true; next = await packets.next()) {
    lines.push(new TextDecoder().decode(next.value).replace(/\n$/, ""));
    if (lines.length > 1000) throw new ProtocolFault("malformed", "the report is longer than what was asked");
  }
  if (next.value === "end") throw new ProtocolFault("truncated", "the report breaks off");
  return parseReport(lines);
}

function parseReport(lines: readonly string[]): PushReport {
  const [unpack, ...rest] = lines;
  if (unpack === undefined) throw new ProtocolFault("truncated", "the report is empty");
  if (!unpack.startsWith("unpack ")) throw new ProtocolFault("malformed", "the report does not begin with unpack");
  const result = unpack.slice("unpack ".length);
  return { unpackError: result === "ok" ? null : result, refs: new Map(rest.map(parseRefLine)) };
}

function parseRefLine(line: string): [string, string | null] {
  const moved = /^ok ([^ ]+)$/.exec(line);
  if (moved?.[1] !== undefined) return [moved[1], null];
  const refused = /^ng ([^ ]+)(?: (.*))?$/s.exec(line);
  if (refused?.[1] !== undefined) return [refused[1], refused[2] || "no reason given"];
  throw new ProtocolFault("malformed", "a line of the report is neither ok nor ng");
}
