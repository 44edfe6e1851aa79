/**
 * What keeps a program running on this host: systemd, launchd or the Windows service manager. One service serves one
 * document; an instance is its short name (`acme`).
 */
export interface ServiceManager {
  readonly kind: "systemd" | "systemd-user" | "launchd" | "windows";
  /** Names of the installed instances, sorted. */
  instances(): Promise<readonly string[]>;
  /**
   * Writes the definition and enables it at boot. Again over an installed one: it is brought up to date, and goes on
   * running as it was until it is started anew. @throws service.failed naming the command and what it said
   */
  install(service: ServiceSpec): Promise<void>;
  /** Stops it and removes all that `install` made. No error when it is not there. */
  uninstall(instance: string): Promise<void>;
  /** Waits until it runs or has failed to; no error when it runs already. @throws service.failed */
  start(instance: string): Promise<void>;
  /** Waits until its process has ended. No error when it is not running. @throws service.failed */
  stop(instance: string): Promise<void>;
  state(instance: string): Promise<ServiceState>;
  /** The newest log lines, oldest first; with `follow`, goes on until `signal` says stop. */
  logs(instance: string, options: LogOptions): Promise<void>;
}

/** What one service is made of; paths are absolute. */
export interface ServiceSpec {
  readonly instance: string;
  /** The program file. */
  readonly program: string;
  readonly config: string;
  readonly data: string;
  /** The account it runs as; null: the one that installs. */
  readonly account: string | null;
  /** What it may write beside its data: a remote that is a directory of this host. */
  readonly writable: readonly string[];
  /** The file of its log, which it turns over itself; null: standard error, which the manager keeps. */
  readonly log: string | null;
}

export interface ServiceState {
  readonly installed: boolean;
  readonly running: boolean;
  /** It ran and ended, or could not be started; false when it was stopped, or is being started. */
  readonly failed: boolean;
  /** Does not run just now, and its manager is going to start it again without being asked. */
  readonly comesBack: boolean;
  /** Of the running process. */
  readonly pid: number | null;
  /** Starts again by itself after a boot. */
  readonly enabled: boolean;
  /** In the manager's own words: `active (running)`, `failed (exit-code 2)`. */
  readonly says: string;
}

export interface LogOptions {
  readonly lines: number;
  readonly follow: boolean;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}
