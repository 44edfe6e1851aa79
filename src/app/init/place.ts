import { basename, dirname, join, resolve } from "node:path";
import type { Accounts } from "../../domain/ports/accounts.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Host } from "../../domain/ports/host.ts";
import { defaultListen } from "../installation/default-listen.ts";
import { checkedInstance, DEFAULT_INSTANCE } from "../installation/instance-name.ts";
import { instanceFiles, type Layout, systemLayout, userLayout } from "../installation/layout.ts";

/** Where a new configuration goes, and what follows from that. */
export interface Place {
  readonly config: string;
  /** Where its data will be unless somebody says otherwise. */
  readonly data: string;
  /** Where it answers unless somebody says otherwise; null: at the default. */
  readonly listen: string | null;
  /** The instance whose service it is; null: a file of its own, which no service knows. */
  readonly instance: string | null;
  readonly scope: Layout["scope"];
}

export interface PlaceInput {
  readonly configFile: string | undefined;
  readonly instance: string | undefined;
}

/** @throws service.bad-instance */
export function placeOf(
  { host, accounts, files }: { readonly host: Host; readonly accounts: Accounts; readonly files: Files },
  { configFile, instance: named }: PlaceInput,
): Place {
  const { platform, env } = host;
  const isSystem = platform === "win32" || accounts.current()?.uid === 0;
  const layout = isSystem ? systemLayout({ platform, env }) : userLayout({ platform, env }, accounts.home());
  const { scope } = layout;
  const instance = checkedInstance(named ?? DEFAULT_INSTANCE);
  const usual = instanceFiles(layout, instance);
  const listen = defaultListen(files, layout, platform);
  if (configFile === undefined || resolve(host.cwd(), configFile) === usual.config)
    return { config: usual.config, data: usual.data, listen, instance, scope };
  const config = resolve(host.cwd(), configFile);
  const data = named === undefined ? join(dirname(config), `${basename(config, ".toml")}-data`) : usual.data;
  return { config, data, listen: scope === "system" ? null : listen, instance: null, scope };
}
