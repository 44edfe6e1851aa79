import { asTidemarkError, fail } from "../../domain/errors/tidemark-error.ts";
import { lookAtFile, settleFile } from "../../staging/schema-facts.ts";
import type { Candidate } from "./candidate.ts";
import { upgradePaths } from "./mark.ts";
import { holding } from "./participants.ts";
import type { UpgradeParts } from "./parts.ts";

/** A migration may write a file anew beside its snapshot. */
const COPIES = 2;
const SLACK = 32 << 20;
const MEGABYTE = 1e6;
/** A migration of a large file takes its time. */
const TRY_MS = 600_000;

/** Refuses what cannot end well, before anything is stopped. @throws upgrade.data-too-new, upgrade.no-space */
export function checkData({ id }: Candidate, parts: UpgradeParts): void {
  for (const data of [...parts.instances.map((instance) => instance.data), ...parts.directories]) {
    const path = `${data}/staging.sqlite`;
    const size = parts.files.stamp(path)?.size ?? 0;
    if (size === 0) continue;
    const { schema, oldest } = parts.host.asOwnerOf(data, () => lookAtFile(path));
    if (schema > id.schema && oldest > id.schema) {
      throw fail("upgrade.data-too-new", { version: id.version, known: id.schema, path, schema });
    }
    if (schema !== id.schema) requireSpace(data, size * COPIES, parts);
  }
}

/** @throws upgrade.no-space */
export function requireSpace(path: string, bytes: number, { host }: Pick<UpgradeParts, "host">): void {
  const free = host.freeBytes(path);
  const needs = bytes + SLACK;
  if (free >= needs) return;
  const megabytes = (count: number) => Math.ceil(count / MEGABYTE);
  throw fail("upgrade.no-space", { path, free: megabytes(free), needs: megabytes(needs) });
}

/**
 * Lets the candidate migrate a copy of the data that no running service will prove it on.
 * @throws upgrade.refused-data, data.locked
 */
export async function tryOnCopies({ path: program, id }: Candidate, parts: UpgradeParts): Promise<void> {
  const { files, services, instances, directories, tell } = parts;
  const states = await Promise.all(
    instances.map(async ({ name, data }) => ({ data, ...(await services.state(name)) })),
  );
  const idle = states.filter(({ running }) => !running).map(({ data }) => data);
  for (const data of [...idle, ...directories]) {
    if ((files.stamp(`${data}/staging.sqlite`)?.size ?? 0) === 0) continue;
    await tryOn({ data, program, version: id.version }, parts);
    tell({ type: "tried", directory: data });
  }
}

interface Trying {
  readonly data: string;
  readonly program: string;
  readonly version: string;
}

async function tryOn({ data, program, version }: Trying, parts: UpgradeParts): Promise<void> {
  const { files, host, programs, signal } = parts;
  const { directory } = upgradePaths(data);
  const copy = `${directory}/try`;
  holding(parts, data, () => {
    settleFile(`${data}/staging.sqlite`);
    host.removeTree(copy);
    files.makeDirectory(copy);
    files.makePrivate(directory);
    host.copy(`${data}/staging.sqlite`, `${copy}/staging.sqlite`);
  });
  try {
    const words = [program, "upgrade", "--try", copy, "--json"];
    const { code, err } = await programs.run(words, { timeoutMs: TRY_MS, signal });
    if (code !== 0) throw refused(err.trim().split("\n")[0] || `it ended with ${code ?? "a signal"}`);
  } catch (cause) {
    throw asTidemarkError(cause, signal);
  } finally {
    host.asOwnerOf(data, () => host.removeTree(copy));
  }

  function refused(reason: string) {
    return fail("upgrade.refused-data", { version, path: data, reason });
  }
}
