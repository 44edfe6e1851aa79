import { isAbsolute } from "node:path";
import type { Config } from "../../config/load.ts";
import { requireMirror, requireToken } from "../../config/require.ts";
import { asTidemarkError, fail, type TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { ServiceSpec } from "../../domain/ports/service-manager.ts";
import { parseRemoteUrl } from "../../exporter/remote/remote-url.ts";

/** What a service has to know of its configuration. */
export type ConfiguredPaths = Pick<ServiceSpec, "data" | "writable">;

/**
 * Where the service will write. A path without a root would be looked for in the directory that the service manager starts programs in.
 * @throws service.relative-path
 */
export function configuredPaths({ values, file, origins }: Config, example: string): ConfiguredPaths {
  const { data } = values;
  if (!isAbsolute(data)) {
    const found = origins.data.kind === "default" ? `${data}, the default,` : data;
    throw fail("service.relative-path", { file: file ?? "", option: "data", found, example });
  }
  return { data, writable: localRemote(values["remote.url"]) };
}

function localRemote(url: string | null): string[] {
  if (url === null) return [];
  try {
    const target = parseRemoteUrl(url);
    return target.kind === "directory" && isAbsolute(target.path) ? [target.path] : [];
  } catch {
    return []; // The service itself says what is wrong with it.
  }
}

/** What keeps a service from starting at all; null: it can be tried. */
export function whatIsMissing(config: Config): TidemarkError | null {
  try {
    const { remoteUrl } = requireMirror(config);
    if (parseRemoteUrl(remoteUrl).kind === "http") requireToken(config);
    return null;
  } catch (reason) {
    return asTidemarkError(reason);
  }
}
