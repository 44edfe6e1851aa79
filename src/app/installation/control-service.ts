import { loadConfig } from "../../config/load.ts";
import type { Host } from "../../domain/ports/host.ts";
import type { LogOptions, ServiceState } from "../../domain/ports/service-manager.ts";
import { readConfigFile } from "../../platform/config-file.ts";
import { requireAdministrator } from "./administrator.ts";
import { checkedInstance, oneOf } from "./instance-name.ts";
import { type InstanceFiles, instanceFiles, type Layout } from "./layout.ts";
import { type Installation, openInstallation } from "./open.ts";
import { whatIsMissing } from "./service-config.ts";

/** Which installed service a command is about. */
export interface ServiceChoice {
  readonly scope: Layout["scope"];
  /** undefined: the only one there is. */
  readonly instance: string | undefined;
}

/** One installed service, as `tidemark service status` shows it. */
export interface ServiceReport extends ServiceState, InstanceFiles {
  readonly instance: string;
}

/** Every installed service, or the one that is named. @throws service.* */
export async function serviceStates(host: Host, { scope, instance }: ServiceChoice): Promise<readonly ServiceReport[]> {
  const installation = openInstallation(host, scope);
  const installed = await installation.manager.instances();
  const asked = instance === undefined ? installed : [oneOf(installed, instance)];
  return await Promise.all(asked.map((each) => reportOn(installation, each)));
}

/** Starts, stops or restarts a service, and waits until that is done. @throws service.* */
export async function controlService(
  host: Host,
  { scope, instance }: ServiceChoice,
  action: "start" | "stop" | "restart",
): Promise<ServiceReport> {
  const installation = openInstallation(host, scope);
  const { manager } = installation;
  const chosen = oneOf(await manager.instances(), instance);
  await requireAdministrator(installation, [action, "--instance", chosen]);
  if (action !== "start") await manager.stop(chosen);
  if (action !== "stop") await start(installation, chosen);
  return await reportOn(installation, chosen);
}

/** A configuration that is not filled in says more than that the service ended. Others may be set for it elsewhere, so it is tried. */
async function start({ manager, layout }: Installation, instance: string): Promise<void> {
  try {
    await manager.start(instance);
  } catch (reason) {
    const { config: configFile } = instanceFiles(layout, instance);
    throw whatIsMissing(loadConfig({ flags: {}, env: {}, configFile, readFile: readConfigFile })) ?? reason;
  }
}

/** The newest lines of a service's log. @throws service.* */
export async function serviceLogs(host: Host, { scope, instance }: ServiceChoice, options: LogOptions): Promise<void> {
  const { manager } = openInstallation(host, scope);
  await manager.logs(oneOf(await manager.instances(), instance), options);
}

/** How a service is and where its files are. */
export async function reportOn({ manager, layout }: Installation, instance: string): Promise<ServiceReport> {
  const state = await manager.state(checkedInstance(instance));
  return { instance, ...state, ...instanceFiles(layout, instance) };
}
