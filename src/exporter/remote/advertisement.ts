import { type Oid, ZERO_OID } from "../../domain/ids.ts";
import type { Unread } from "./byte-reader.ts";
import { packetsUntilFlush, readPkt } from "./pkt-line.ts";
import { ProtocolFault } from "./protocol-fault.ts";

export type Service = "git-upload-pack" | "git-receive-pack";

/** What a service tells before anything is asked of it. */
export interface Advertisement {
  /** Refs below `refs/`, without peeled tags (`^{}`) and `.have` lines. */
  readonly refs: ReadonlyMap<string, Oid>;
  /** Capability name to value; the value is empty when there is none. */
  readonly capabilities: ReadonlyMap<string, string>;
  /** Symbolic ref to its target, such as HEAD to refs/heads/main. */
  readonly symrefs: ReadonlyMap<string, string>;
}

/** More refs than this are no mirror of ours; the bound keeps a hostile answer from filling memory. */
const MAX_REFS = 500_000;

/**
 * Parses the answer to `GET info/refs?service=…` (gitprotocol-http, "Smart Server Response"; v1 adds one line).
 * @throws ProtocolFault
 */
export async function readAdvertisement(input: Unread, service: Service): Promise<Advertisement> {
  await readServiceHeader(input, service);
  const lines = await readLines(input);
  if (lines[0] === "version 1") lines.shift();
  else if (lines[0]?.startsWith("version ")) throw new ProtocolFault("malformed", `it speaks protocol ${lines[0]}`);
  const capabilities = parseCapabilities(lines);
  const refs = new Map<string, Oid>();
  for (const line of lines) addRef(refs, line.split("\0")[0] ?? "");
  return { refs, capabilities: asMap(capabilities), symrefs: symrefsOf(capabilities) };
}

async function readServiceHeader(input: Unread, service: Service): Promise<void> {
  const first = await readPkt(input);
  if (first === "end") throw new ProtocolFault("truncated", "it is empty");
  if (first === "flush" || text(first) !== `# service=${service}`) {
    throwIfError(first === "flush" ? "" : text(first));
    throw new ProtocolFault("malformed", `it does not begin with the service ${service}`);
  }
  if ((await readPkt(input)) !== "flush") throw new ProtocolFault("malformed", "no flush packet follows the service");
}

async function readLines(input: Unread): Promise<string[]> {
  const lines: string[] = [];
  const packets = packetsUntilFlush(input);
  let next = await packets.next();
  for (; next.done !== true; next = await packets.next()) {
    if (lines.length > MAX_REFS) throw new ProtocolFault("malformed", `it lists more than ${MAX_REFS} refs`);
    lines.push(text(next.value));
    throwIfError(lines.at(-1) ?? "");
  }
  if (next.value === "end") throw new ProtocolFault("truncated", "the list of refs breaks off");
  return lines;
}

/** Capabilities stand after a NUL on the first ref line, which for an empty repository is `0…0 capabilities^{}`. */
function parseCapabilities(lines: readonly string[]): (readonly [string, string])[] {
  const words = (lines[0]?.split("\0")[1] ?? "").split(" ").filter((word) => word !== "");
  return words.map((word) => {
    const equals = word.indexOf("=");
    return equals < 0 ? ([word, ""] as const) : ([word.slice(0, equals), word.slice(equals + 1)] as const);
  });
}

function addRef(refs: Map<string, Oid>, line: string): void {
  if (line.startsWith("shallow ")) return;
  // Of all blanks git keeps these alone out of names.
  const match = /^([0-9a-f]{40}|[0-9a-f]{64}) ([^ \t\r\n]+)$/.exec(line);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new ProtocolFault("malformed", "a line of it is not an object id and a ref name");
  }
  const [, oid, name] = match;
  if (oid.length === 64 || oid === ZERO_OID) return;
  if (name.startsWith("refs/") && !name.endsWith("^{}")) refs.set(name, oid as Oid);
}

function asMap(capabilities: readonly (readonly [string, string])[]): Map<string, string> {
  return new Map(capabilities.filter(([name]) => name !== "symref"));
}

function symrefsOf(capabilities: readonly (readonly [string, string])[]): Map<string, string> {
  const pairs = capabilities.filter(([name]) => name === "symref").map(([, value]) => value.split(":", 2));
  return new Map(pairs.map(([from = "", to = ""]) => [from, to]));
}

/** `ERR text` may replace any line (gitprotocol-pack, "pkt-line error"). */
export function throwIfError(line: string): void {
  if (line.startsWith("ERR ")) throw new ProtocolFault("refused", line.slice(4));
}

/** Ref names are bytes to git; those that are not UTF-8 can never be ours and only need to stay distinct enough. */
function text(packet: Uint8Array): string {
  return new TextDecoder().decode(packet).replace(/\n$/, "");
}
