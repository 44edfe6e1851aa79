import { posix, win32 } from "node:path";

/** Where everything of one installation is. A host has one for all of its accounts; each account may have one of its own. */
export interface Layout {
  readonly scope: "system" | "user";
  /** The program file. */
  readonly program: string;
  /** `<instance>.toml` of every instance. */
  readonly configDirectory: string;
  /** A data directory for each instance. */
  readonly dataRoot: string;
  /** Log files of the instances; null: the service manager keeps their logs. */
  readonly logs: string | null;
  /** The account that the services run as; null: the one that installs. */
  readonly account: string | null;
}

/** Where the files of one instance are, that is of one mirrored document. */
export interface InstanceFiles {
  readonly config: string;
  readonly data: string;
  /** null: the service manager keeps the log. */
  readonly log: string | null;
}

export interface LayoutInput {
  /** `linux`, `darwin` or `win32`. */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** An instance's name is part of file names, unit names and labels. */
export const INSTANCE_NAME = /^[a-z0-9](?:[a-z0-9_-]{0,30}[a-z0-9])?$/;

/** The installation for the whole host; `prefix` holds the program (`/usr/local`). */
export function systemLayout({ platform, env }: LayoutInput, prefix?: string): Layout {
  if (platform === "win32") {
    const data = win32.join(env.ProgramData ?? "C:\\ProgramData", "Tidemark");
    const programs = prefix ?? win32.join(env.ProgramFiles ?? "C:\\Program Files", "Tidemark");
    return { ...common("system", win32.join(programs, "tidemark.exe"), data, data), logs: data, account: "NT SERVICE" };
  }
  const root = prefix ?? "/usr/local";
  const program = posix.join(root, "bin", "tidemark");
  if (platform === "darwin")
    return {
      ...common("system", program, "/usr/local/etc/tidemark", "/usr/local/var/lib/tidemark"),
      logs: "/Library/Logs/Tidemark",
      account: "_tidemark",
    };
  return { ...common("system", program, "/etc/tidemark", "/var/lib/tidemark"), logs: null, account: "tidemark" };
}

/** The installation of one account, which needs no rights of an administrator. @param home the account's home directory */
export function userLayout({ platform, env }: LayoutInput, home: string, prefix?: string): Layout {
  if (platform === "win32") {
    const local = env.LOCALAPPDATA ?? win32.join(home, "AppData", "Local");
    const programs = prefix ?? win32.join(local, "Programs", "Tidemark");
    const data = win32.join(local, "Tidemark");
    return { ...common("user", win32.join(programs, "tidemark.exe"), data, data), logs: data, account: null };
  }
  const program = posix.join(prefix ?? posix.join(home, ".local"), "bin", "tidemark");
  const config = posix.join(env.XDG_CONFIG_HOME ?? posix.join(home, ".config"), "tidemark");
  const data = posix.join(env.XDG_STATE_HOME ?? posix.join(home, ".local", "state"), "tidemark");
  const logs = platform === "darwin" ? posix.join(home, "Library/Logs/Tidemark") : null;
  return { ...common("user", program, config, data), logs, account: null };
}

function common(scope: Layout["scope"], program: string, configDirectory: string, dataRoot: string) {
  return { scope, program, configDirectory, dataRoot };
}

/**
 * @param instance has been checked against INSTANCE_NAME: it holds no dot, so that nothing of one instance is in the place of
 * another's
 */
export function instanceFiles({ configDirectory, dataRoot, logs }: Layout, instance: string): InstanceFiles {
  const { join } = configDirectory.includes("\\") ? win32 : posix;
  return {
    config: join(configDirectory, `${instance}.toml`),
    data: join(dataRoot, instance),
    log: logs === null ? null : join(logs, `${instance}.logs`, "tidemark.log"),
  };
}
