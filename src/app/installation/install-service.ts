import { loadConfig } from "../../config/load.ts";
import type { Host } from "../../domain/ports/host.ts";
import type { ServiceSpec } from "../../domain/ports/service-manager.ts";
import { readConfigFile } from "../../platform/config-file.ts";
import { makeForOwner } from "../../platform/umask.ts";
import { makeAccount } from "./account.ts";
import { asAdministrator, requireAdministrator } from "./administrator.ts";
import { reportOn, type ServiceReport } from "./control-service.ts";
import { defaultListen } from "./default-listen.ts";
import { giveFiles } from "./give-files.ts";
import { checkedInstance, DEFAULT_INSTANCE } from "./instance-name.ts";
import { instanceFiles, type Layout } from "./layout.ts";
import { type Installation, openInstallation } from "./open.ts";
import { programFile } from "./program-file.ts";
import { putFile } from "./put-file.ts";
import { configuredPaths, whatIsMissing } from "./service-config.ts";
import { skeleton } from "./skeleton.ts";

export interface InstallRequest {
  readonly scope: Layout["scope"];
  readonly instance: string | undefined;
}

export interface InstalledService extends ServiceReport {
  /** A configuration to be filled in was written. */
  readonly configWritten: boolean;
  /** Why it was not started; null: it was. */
  readonly missing: { readonly code: string; readonly message: string } | null;
  /** The command that starts it. */
  readonly startWith: string;
}

/**
 * `tidemark service install`: account, directories, configuration, service. Again over an installed one, it puts right what is not
 * as it should be and starts the service anew. @throws service.*, config.*
 */
export async function installService(
  host: Host,
  { scope, instance: named }: InstallRequest,
): Promise<InstalledService> {
  const instance = checkedInstance(named ?? DEFAULT_INSTANCE);
  const installation = openInstallation(host, scope);
  await requireAdministrator(installation, ["install", "--instance", instance]);
  const { layout, manager, files } = installation;
  makeForOwner(scope === "system");
  const place = instanceFiles(layout, instance);
  await makeAccount(installation);
  const start = startCommand(installation, instance);
  const configWritten = !files.exists(place.config);
  if (configWritten) writeSkeleton(installation, instance, start);
  const config = loadConfig({ flags: {}, env: {}, configFile: place.config, readFile: readConfigFile });
  const service: ServiceSpec = {
    ...{ instance, program: programFile(layout), config: place.config, log: place.log },
    ...configuredPaths(config, place.data),
    account: layout.account,
  };
  for (const path of [service.data, ...service.writable]) files.makeDirectory(path);
  await manager.install(service);
  await giveFiles(installation, service);
  const missing = whatIsMissing(config);
  await manager.stop(instance);
  if (missing === null) await manager.start(instance);
  return {
    ...(await reportOn(installation, instance)),
    ...{ data: service.data, configWritten, startWith: start },
    missing: missing === null ? null : { code: missing.code, message: missing.message },
  };
}

function startCommand(installation: Installation, instance: string): string {
  const user = installation.layout.scope === "user" ? ["--user"] : [];
  return asAdministrator(installation, ["start", ...user, "--instance", instance]);
}

function writeSkeleton(installation: Installation, instance: string, start: string): void {
  const { files, layout, platform } = installation;
  const { config, data } = instanceFiles(layout, instance);
  const listen = defaultListen(files, layout, platform);
  putFile(files, config, skeleton({ instance, data, listen, start }));
  files.makePrivate(config);
}
