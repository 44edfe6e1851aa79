import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { FileReader, Files } from "../../domain/ports/files.ts";
import { oidBytes } from "../../exporter/pack/oid-bytes.ts";
import { PackFile } from "../../exporter/pack/pack-file.ts";
import { REPOSITORY_CONFIG } from "../../exporter/repository/layout.ts";
import { isGone } from "../../exporter/repository/pack-set.ts";
import { Refs } from "../../exporter/repository/refs.ts";
import type { Content } from "./backup-writer.ts";
import { REPOSITORY } from "./manifest.ts";

/** Times that the directory of packs is looked at anew because packs were folded meanwhile. */
const MOST_LOOKS = 20;

export interface RepositoryOrder {
  readonly root: string;
  /** Main, and where the staging file says that it is. */
  readonly ref: string;
  readonly main: Oid;
}

/** A file whose content is at hand. */
export function textContent(path: string, text: string | Uint8Array): Content {
  const bytes = Buffer.from(text);
  const read = (into: Uint8Array, offset: number): number => bytes.copy(into, 0, offset);
  return { path, reader: { size: bytes.length, read, close() {} } };
}

/**
 * The repository's files, each held open: a service that folds packs meanwhile takes them out of the directory, and not from us. The refs are
 * read first and the packs after them, so that every ref's objects are in the packs. The configuration of the repository is
 * not taken along: a person may have written the address of another remote into it, token and all.
 * @throws backup.restless, backup.no-commit; all files are closed then
 */
export function repositoryContents(order: RepositoryOrder, files: Files): readonly Content[] {
  const { root, ref, main } = order;
  const refs = new Map([...new Refs(files, root).all(), [ref, main]]);
  const lines = [...refs].map(([name, oid]) => `${oid} ${name}\n`).sort((a, b) => (a.slice(41) < b.slice(41) ? -1 : 1));
  const held = holdObjects(root, files);
  try {
    if (!holds(root, main, { held, files })) throw fail("backup.no-commit", { path: root, commit: main });
    return [
      textContent(`${REPOSITORY}/HEAD`, `ref: ${ref}\n`),
      textContent(`${REPOSITORY}/config`, REPOSITORY_CONFIG),
      textContent(`${REPOSITORY}/refs/`, ""),
      textContent(`${REPOSITORY}/packed-refs`, `# pack-refs with: sorted\n${lines.join("")}`),
      textContent(`${REPOSITORY}/objects/pack/`, ""),
      ...held,
      ...ledger(root, files, held),
    ];
  } catch (error) {
    closeAll(held);
    throw error;
  }
}

export function closeAll(contents: readonly Content[]): void {
  for (const { reader } of contents) reader.close();
}

/** Two looks that see the same, and all of it there when it is opened: nothing was missed between the coming of one pack and the going of others. */
function holdObjects(root: string, files: Files): readonly Content[] {
  let before = "";
  for (let looks = 1; looks <= MOST_LOOKS; looks++) {
    const paths = objectPaths(root, files);
    const now = paths.join("\n");
    const isSame = looks > 1 && now === before;
    before = now;
    const held = isSame ? openAll(root, paths, files) : null;
    if (held !== null) return held;
  }
  throw fail("backup.restless", { path: `${root}/objects/pack` });
}

function objectPaths(root: string, files: Files): readonly string[] {
  const names = new Set(files.list(`${root}/objects/pack`));
  const stems = [...names].flatMap((name) => /^(pack-[0-9a-f]{40})\.idx$/.exec(name)?.slice(1) ?? []);
  const packs = stems.filter((stem) => names.has(`${stem}.pack`)).flatMap((stem) => [`${stem}.pack`, `${stem}.idx`]);
  const shards = files.list(`${root}/objects`).filter((name) => /^[0-9a-f]{2}$/.test(name));
  const loose = shards.flatMap((shard) =>
    files
      .list(`${root}/objects/${shard}`)
      .filter((name) => /^[0-9a-f]{38}$/.test(name))
      .map((name) => `${shard}/${name}`),
  );
  return [...packs.map((name) => `pack/${name}`), ...loose].map((path) => `objects/${path}`);
}

/** null when one of them is gone. */
function openAll(root: string, paths: readonly string[], files: Files): readonly Content[] | null {
  const held: { path: string; reader: FileReader }[] = [];
  try {
    for (const path of paths) held.push({ path: `${REPOSITORY}/${path}`, reader: files.open(`${root}/${path}`) });
    return held;
  } catch (error) {
    closeAll(held);
    if (isGone(error)) return null;
    throw error;
  }
}

/** Whether the commit is among what is held. */
function holds(
  root: string,
  oid: Oid,
  { held, files }: { readonly held: readonly Content[]; readonly files: Files },
): boolean {
  const paths = new Set(held.map(({ path }) => path));
  if (paths.has(`${REPOSITORY}/objects/${oid.slice(0, 2)}/${oid.slice(2)}`)) return true;
  return held.some((content) => {
    if (!content.path.endsWith(".pack")) return false;
    const pack = new PackFile(heldFiles(root, held, files), `${root}${content.path.slice(REPOSITORY.length)}`);
    return pack.find(oidBytes(oid)) !== null;
  });
}

/** The files as they are held, whatever became of their names. */
function heldFiles(root: string, held: readonly Content[], files: Files): Files {
  const readers = new Map(held.map(({ path, reader }) => [`${root}${path.slice(REPOSITORY.length)}`, reader]));
  const open = (path: string): FileReader => {
    const reader = readers.get(path);
    return reader === undefined ? files.open(path) : { size: reader.size, read: reader.read, close() {} };
  };
  return { ...files, open };
}

/** Which packs are Tidemark's own, so that they are folded as before. */
function ledger(root: string, files: Files, held: readonly Content[]): readonly Content[] {
  const own = new Set(files.list(`${root}/tidemark/packs`));
  const checksums = held.flatMap(({ path }) => /pack-([0-9a-f]{40})\.pack$/.exec(path)?.slice(1) ?? []);
  return checksums
    .filter((checksum) => own.has(checksum))
    .map((checksum) => textContent(`${REPOSITORY}/tidemark/packs/${checksum}`, ""));
}
