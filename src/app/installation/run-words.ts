import type { ServiceSpec } from "../../domain/ports/service-manager.ts";

/** The arguments that a service starts the program with. */
export function runWords({ config, log }: Pick<ServiceSpec, "config" | "log">): string[] {
  return ["run", "--config", config, ...(log === null ? [] : ["--log-file", log])];
}
