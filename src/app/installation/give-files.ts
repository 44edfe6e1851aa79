import { dirname } from "node:path";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { ServiceSpec } from "../../domain/ports/service-manager.ts";
import { saidBy } from "./command.ts";
import type { Installation } from "./open.ts";
import { accessWords } from "./windows/definition.ts";

/** Leaves the service's files to its account, and closes them to others. @throws service.account-failed */
export async function giveFiles(installation: Installation, service: ServiceSpec): Promise<void> {
  const { platform, programs, layout } = installation;
  if (platform !== "win32") closeToOthers(installation, service);
  const account = service.account;
  if (account === null || layout.scope === "user") return;
  const all = platform === "win32" ? accessWords(service) : ownerWords(installation, service, account);
  for (const words of all) {
    const result = await programs.run(words);
    if (result.code !== 0) throw fail("service.account-failed", { account, reason: saidBy(words, result) });
  }
}

function closeToOthers({ files }: Installation, { config, data, log }: ServiceSpec): void {
  for (const path of [config, data, ...(log === null ? [] : [dirname(log)])]) files.makePrivate(path);
}

function ownerWords(installation: Installation, { config, data, log, writable }: ServiceSpec, account: string) {
  const { layout } = installation;
  const owner = `${account}:`;
  const own = (path: string) => ["chown", owner, path];
  // What a first try as root left there is the service's too. Links are not followed: they may lead anywhere.
  const all = (path: string) => ["chown", "-R", "-h", owner, path];
  return [
    // Where root makes its files private, the directories above would be closed to the service.
    ["chmod", "a+rx", dirname(config), ...(dirname(data) === layout.dataRoot ? [layout.dataRoot] : [])],
    own(config),
    isDataDirectory(installation.files, data) ? all(data) : own(data),
    ...(log === null ? [] : [own(dirname(log))]),
    ...writable.filter((path) => installation.files.list(path).length === 0).map(own),
  ];
}

/** Whether Tidemark has written there. A directory that somebody named by mistake keeps its owners, and is not removed. */
export function isDataDirectory(files: Pick<Files, "exists">, path: string): boolean {
  return ["staging.sqlite", "lock.sqlite", "repository.git"].some((name) => files.exists(`${path}/${name}`));
}
