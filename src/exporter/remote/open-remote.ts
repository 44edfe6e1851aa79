import type { Files } from "../../domain/ports/files.ts";
import type { Http } from "../../domain/ports/http.ts";
import { DirectoryRemote } from "./directory-remote.ts";
import { HttpRemote } from "./http-remote.ts";
import { HttpService } from "./http-service.ts";
import type { Remote } from "./remote.ts";
import type { RemoteTarget } from "./remote-url.ts";
import type { RetryPorts } from "./retry.ts";

export interface RemoteConfig {
  /** `remote.url`, parsed. */
  readonly target: RemoteTarget;
  /** `remote.token`; null for a service without accounts. Unused for a directory. */
  readonly token: string | null;
  readonly auth: "basic" | "bearer";
  /** PEM certificates of a private authority. */
  readonly ca?: string | undefined;
  /** Tidemark's own version, as the service's log will show it. */
  readonly version: string;
}

export type RemotePorts = RetryPorts & { readonly http: Http; readonly files: Files };

/** The remote that the configuration names. Nothing is opened or asked yet. @throws remote.bad-token */
export function openRemote({ target, ...config }: RemoteConfig, ports: RemotePorts): Remote {
  if (target.kind === "directory") return new DirectoryRemote(target, ports);
  const { url, username } = target;
  return new HttpRemote(new HttpService(ports.http, { url, username, ...config }), ports);
}
