import { dirname } from "node:path";
import { loadConfig } from "../../config/load.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Host } from "../../domain/ports/host.ts";
import { readConfigFile } from "../../platform/config-file.ts";
import { removeTree } from "../../platform/remove-tree.ts";
import { removeAccount } from "./account.ts";
import { requireAdministrator } from "./administrator.ts";
import { isDataDirectory } from "./give-files.ts";
import { oneOf } from "./instance-name.ts";
import { INSTANCE_NAME, instanceFiles, type Layout } from "./layout.ts";
import { type Installation, openInstallation } from "./open.ts";
import { configuredPaths } from "./service-config.ts";
import { unitName } from "./systemd/unit.ts";

/** Instead of a name: every instance. No instance can be called so. */
export const EVERY = Symbol("every instance");
type Every = typeof EVERY;

export interface UninstallRequest {
  readonly scope: Layout["scope"];
  /** undefined: the only one there is. */
  readonly instance: string | Every | undefined;
  /** Remove configuration, data and log too, and with the last instance the account. */
  readonly purge: boolean;
  /** Asks before a purge; false: it is not to be done. */
  readonly confirm: (about: PurgeProposal) => Promise<boolean>;
}

/** What a purge would remove for good. */
export interface PurgeProposal {
  readonly instance: string;
  readonly paths: readonly string[];
}

export interface UninstalledService {
  readonly instance: string;
  /** What was removed beside the service. */
  readonly removed: readonly string[];
  /** What stays where it is. */
  readonly kept: readonly string[];
}

/**
 * `tidemark service uninstall`: the service goes; with `purge` so do the instance's configuration, data and log, and with the last
 * instance the account and the directories that held them. What is not there is no error. @throws service.*
 */
export async function uninstallService(host: Host, request: UninstallRequest): Promise<readonly UninstalledService[]> {
  const installation = openInstallation(host, request.scope);
  const known = await knownInstances(installation);
  const named = request.instance === EVERY ? known : [oneOf(known, request.instance)];
  const which = request.instance === EVERY ? ["--all"] : ["--instance", ...named];
  await requireAdministrator(installation, ["uninstall", ...which]);
  const about = named.map((instance) => ({ instance, paths: presentPaths(installation, instance) }));
  if (request.purge) {
    for (const each of about) if (!(await request.confirm(each))) throw fail("service.not-confirmed");
  }
  const done: UninstalledService[] = [];
  for (const each of about) done.push(await uninstall(installation, each, request.purge));
  return done;
}

async function uninstall(
  installation: Installation,
  { instance, paths }: PurgeProposal,
  purge: boolean,
): Promise<UninstalledService> {
  await installation.manager.uninstall(instance);
  if (!purge) return { instance, removed: [], kept: paths };
  for (const path of paths) removeTree(path);
  const rest = await knownInstances(installation);
  return { instance, removed: [...paths, ...(rest.length === 0 ? await removeRest(installation) : [])], kept: [] };
}

function presentPaths(installation: Installation, instance: string): string[] {
  return ownPaths(installation, instance).filter((path) => installation.files.exists(path));
}

/** Whose service is installed, and whose configuration is there still. */
async function knownInstances({ manager, files, layout }: Installation): Promise<string[]> {
  const configured = files.list(layout.configDirectory).flatMap((name) => /^(.+)\.toml$/.exec(name)?.[1] ?? []);
  const named = configured.filter((name) => INSTANCE_NAME.test(name));
  return [...new Set([...(await manager.instances()), ...named])].sort();
}

function ownPaths(installation: Installation, instance: string): string[] {
  const { layout, files, platform } = installation;
  const { config, data, log } = instanceFiles(layout, instance);
  const elsewhere = configuredData(config).filter((path) => path !== data && isDataDirectory(files, path));
  const dropIns =
    platform === "linux" && layout.scope === "system" ? [`/etc/systemd/system/${unitName(instance)}.d`] : [];
  return [config, data, ...elsewhere, ...(log === null ? [] : [dirname(log)]), ...dropIns];
}

/** Where the configuration puts the data; nothing when it cannot be read: a broken file must not keep a service installed. */
function configuredData(config: string): string[] {
  try {
    const loaded = loadConfig({ flags: {}, env: {}, configFile: config, readFile: readConfigFile });
    return [configuredPaths(loaded, "").data];
  } catch {
    return [];
  }
}

/** What the last instance leaves behind: directories that are empty now, and the account. */
async function removeRest(installation: Installation): Promise<string[]> {
  const { layout, files } = installation;
  const directories = [layout.configDirectory, layout.dataRoot, ...(layout.logs === null ? [] : [layout.logs])];
  const empty = [...new Set(directories)].filter((path) => files.isDirectory(path) && files.list(path).length === 0);
  for (const path of empty) removeTree(path);
  await removeAccount(installation);
  return empty;
}
