import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Files } from "../../domain/ports/files.ts";
import { OID_BYTES, oidAt } from "../pack/oid-bytes.ts";
import { indexPathOf } from "../pack/pack-writer.ts";
import { indexPack } from "./index-pack.ts";
import type { PackSource } from "./remote.ts";

const HEADER_BYTES = 12;
/** What our `.keep` files hold. */
const HELD_BY_US = "tidemark push\n";

/** A pack that stands in a repository, held against a `git gc` that runs before a ref leads to it. */
export interface PlacedPack {
  /** Lets go: `git gc` may do with the pack what it wants. */
  release(): void;
}

/**
 * Brings a finished pack and its idx into `<repository>/objects/pack`, durably: linked where the file system can,
 * copied otherwise. The idx comes last, because git sees a pack by its idx. A pack that is there already stays.
 * @throws remote.bad-pack when there is no fitting idx beside it and one cannot be made
 */
export async function placePack(
  pack: PackSource,
  directory: string,
  { files, clock, signal }: { readonly files: Files; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<PlacedPack> {
  const { objects, checksum } = readEnds(files, pack);
  if (objects === 0) return { release: () => undefined };
  const base = `${directory}/pack-${checksum}`;
  const release = () => files.remove(`${base}.keep`);
  if (files.exists(`${base}.idx`) && files.exists(`${base}.pack`)) {
    // An attempt that was cut off may have left them there and not durably.
    files.syncDirectory(directory);
    return { release };
  }
  hold(files, `${base}.keep`);
  if (!files.exists(`${base}.pack`)) files.link(pack.path, `${base}.pack`);
  const indexPath = indexPathOf(pack.path);
  if (files.exists(`${base}.idx`)) files.remove(`${base}.idx`);
  if (indexFits(files, indexPath, checksum)) files.link(indexPath, `${base}.idx`);
  else await indexPack({ packPath: pack.path, indexPath: `${base}.idx` }, { files, clock }, signal);
  files.syncDirectory(directory);
  return { release };
}

/** Lets go of the packs that interrupted pushes left held. */
export function releaseAll(directory: string, files: Files): void {
  for (const name of files.list(directory).filter((name) => name.endsWith(".keep"))) {
    const held = new TextDecoder().decode(files.readIfPresent(`${directory}/${name}`) ?? new Uint8Array());
    if (held === HELD_BY_US) files.remove(`${directory}/${name}`);
  }
}

function readEnds(files: Files, { path }: PackSource): { objects: number; checksum: string } {
  const reader = files.open(path);
  try {
    const head = new Uint8Array(HEADER_BYTES);
    const trailer = new Uint8Array(OID_BYTES);
    const whole = reader.size >= HEADER_BYTES + OID_BYTES && reader.read(head, 0) === HEADER_BYTES;
    if (!whole) throw fail("remote.bad-pack", { pack: path, offset: 0, reason: "it is cut short" });
    reader.read(trailer, reader.size - OID_BYTES);
    return { objects: new DataView(head.buffer).getUint32(8), checksum: oidAt(trailer) };
  } finally {
    reader.close();
  }
}

/** An idx names its pack by the pack's checksum, 40 bytes before its own end. */
function indexFits(files: Files, path: string, checksum: string): boolean {
  if (!files.exists(path)) return false;
  const reader = files.open(path);
  try {
    const named = new Uint8Array(OID_BYTES);
    reader.read(named, Math.max(0, reader.size - 2 * OID_BYTES));
    return oidAt(named) === checksum;
  } finally {
    reader.close();
  }
}

/** What `git index-pack --keep` leaves, too: git repacks no pack that has a `.keep` file. */
function hold(files: Files, path: string): void {
  if (files.exists(path)) return;
  const file = files.create(path);
  file.write(new TextEncoder().encode(HELD_BY_US));
  file.close();
}
