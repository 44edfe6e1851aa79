import type { Host } from "../../domain/ports/host.ts";
import type { Instance, Services } from "./parts.ts";

export interface Installed {
  readonly services: Services;
  readonly instances: readonly Instance[];
  readonly configOf: (instance: string) => string;
}

/** The services of this host, and where their data are. */
export async function installed(_host: Host, _scope: "system" | "user"): Promise<Installed> {
  const nobody = async () => {};
  const state = async () => ({ installed: false, running: false, pid: null, enabled: false, says: "not installed" });
  return { services: { start: nobody, stop: nobody, logs: nobody, state }, instances: [], configOf: () => "" };
}
