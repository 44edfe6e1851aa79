import { resolve } from "node:path";
import { TidemarkError } from "../../../domain/errors/tidemark-error.ts";
import type { ServiceState } from "../../../domain/ports/service-manager.ts";
import { instanceFiles, type Layout } from "../../installation/layout.ts";
import { type Installation, openInstallation } from "../../installation/open.ts";
import { bad, type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck, DoctorScene } from "../scene.ts";

const SCOPES: readonly Layout["scope"][] = ["system", "user"];

/** Whether this host's service manager keeps a service of this configuration running. */
export const serviceManagerCheck: DoctorCheck = {
  name: "service manager",
  async run(scene) {
    for (const scope of SCOPES) {
      const installation = open(scene, scope);
      if (installation === null) continue;
      const instance = instanceOf(scene, installation);
      if (instance !== null) return judgeManaged(await lookAt(installation, instance));
    }
    return ok("No service of this host is meant to run this configuration.", { instance: null });
  },
};

/** null: this host has no such manager. */
function open({ host }: DoctorScene, scope: Layout["scope"]): Installation | null {
  try {
    return openInstallation(host, scope);
  } catch (reason) {
    if (reason instanceof TidemarkError && reason.code === "service.no-manager") return null;
    throw reason;
  }
}

/** The instance whose configuration file this is. */
function instanceOf({ config, host }: DoctorScene, { layout }: Installation): string | null {
  const file = config.file === null ? null : resolve(host.cwd(), config.file);
  const [, name] = /([^/\\]+)\.toml$/.exec(file ?? "") ?? [];
  return name !== undefined && instanceFiles(layout, name).config === file ? name : null;
}

async function lookAt({ manager, layout }: Installation, instance: string): Promise<Managed> {
  const isInstalled = (await manager.instances()).includes(instance);
  const state = isInstalled ? await manager.state(instance) : null;
  return { instance, user: layout.scope === "user", manager: manager.kind, state };
}

export interface Managed {
  readonly instance: string;
  readonly user: boolean;
  readonly manager: string;
  /** null: there is no service of that instance. */
  readonly state: Pick<ServiceState, "running" | "failed" | "enabled" | "says"> | null;
}

export function judgeManaged({ instance, user, manager, state }: Managed): Judgement {
  const facts = { instance, manager, running: state?.running ?? false, enabled: state?.enabled ?? false };
  const words = `${user ? "--user " : ""}--instance ${instance}`;
  if (state === null)
    return warn(`No service is installed for ${instance}.`, `tidemark service install ${words}`, facts);
  if (state.failed)
    return bad(`The service of ${instance} failed: ${state.says}.`, `tidemark service logs ${words}`, facts);
  if (!state.running)
    return warn(`The service of ${instance} does not run: ${state.says}.`, `tidemark service start ${words}`, facts);
  if (!state.enabled) {
    const says = `The service of ${instance} runs, and would not start with this host.`;
    return warn(says, `tidemark service install ${words}`, facts);
  }
  return ok(`The service of ${instance} runs, and starts with this host.`, facts);
}
