import type { Config } from "../config/load.ts";
import { requireOptions, requireToken } from "../config/require.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Files } from "../domain/ports/files.ts";
import type { Http } from "../domain/ports/http.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Random } from "../domain/ports/random.ts";
import type { Source } from "../domain/ports/source.ts";
import { openRemote } from "../exporter/remote/open-remote.ts";
import type { Remote } from "../exporter/remote/remote.ts";
import { parseRemoteUrl, type RemoteTarget } from "../exporter/remote/remote-url.ts";
import { createDatacentre, type Datacentre } from "../moneyworks/datacentre.ts";
import { createClock } from "../platform/clock.ts";
import { createFiles } from "../platform/files.ts";
import { createHttp } from "../platform/http.ts";
import { createRandom } from "../platform/random.ts";
import { readCertificates } from "./certificates.ts";
import { versionInfo } from "./version.ts";

/** The ways to the outside that everything of one process shares. */
export interface Ways {
  readonly files: Files;
  readonly clock: Clock;
  readonly random: Random;
  readonly http: Http;
  readonly log: Log;
}

export function createWays(log: Log): Ways {
  return { files: createFiles(), clock: createClock(), random: createRandom(), http: createHttp(), log };
}

/** The configured MoneyWorks, to read from. Nothing is asked yet. @throws config.missing, config.bad-certificates, moneyworks.url-* */
export function sourceOf(config: Config, ways: Ways): Source {
  return datacentreOf(config, ways).source;
}

/** The same, to write to as well. */
export function datacentreOf(config: Config, { files, ...ways }: Ways): Datacentre {
  const { values } = config;
  return createDatacentre({
    url: requireOptions(config, "moneyworks.url")["moneyworks.url"],
    password: values["moneyworks.password"],
    folder: values["moneyworks.folder"] ?? undefined,
    folderPassword: values["moneyworks.folder_password"] ?? undefined,
    ca: readCertificates(values["moneyworks.ca"], "moneyworks.ca", files),
    ...ways,
  });
}

export interface NamedRemote {
  readonly remote: Remote;
  readonly target: RemoteTarget;
  /** How errors name it; no credentials. */
  readonly name: string;
}

/** The configured remote. Nothing is asked yet. @throws config.missing, config.missing-token, remote.bad-* */
export function remoteOf(config: Config, ways: Ways): NamedRemote {
  const { values } = config;
  const target = parseRemoteUrl(requireOptions(config, "remote.url")["remote.url"]);
  if (target.kind === "http") requireToken(config);
  const remote = openRemote(
    {
      target,
      token: values["remote.token"],
      auth: values["remote.auth"],
      ca: readCertificates(values["remote.ca"], "remote.ca", ways.files),
      version: versionInfo().version,
    },
    ways,
  );
  return { remote, target, name: target.kind === "http" ? target.url : target.path };
}
