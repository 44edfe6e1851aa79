import type { ServiceSpec } from "../../../domain/ports/service-manager.ts";
import { programPaths } from "../../upgrade/journal.ts";
import { runWords } from "../run-words.ts";

/** Of systemd: the manager of the whole host, or that of one account. */
export type SystemdScope = "system" | "user";

/** Below it systemd makes directories itself, with the right owner, at each start. */
const STATE_ROOT = "/var/lib/";

/** `tidemark@acme.service`. */
export function unitName(instance: string): string {
  return `tidemark@${instance}.service`;
}

/** The unit of one instance, whole. */
export function unitFile(service: ServiceSpec, scope: SystemdScope): string {
  const lines = [
    "# Written by tidemark service install, which writes it anew. Own changes belong into",
    `# tidemark@${service.instance}.service.d/*.conf beside it.`,
    "[Unit]",
    `Description=Tidemark mirror of ${service.instance}`,
    ...(scope === "system" ? ["Wants=network-online.target", "After=network-online.target"] : []),
    "# A service that keeps failing is tried again for ever: what it waits for may be away for a weekend.",
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    "Type=exec",
    "# As root: where an upgrade was killed in the middle, the former program gets its place back before anything else.",
    `ExecStartPre=-+${words(settleWords(service.program))}`,
    `ExecStart=${words([service.program, ...runWords(service)])}`,
    ...RUNNING,
    "",
    ...(scope === "system" ? systemRights(service) : []),
    ...RIGHTS,
    "",
    "[Install]",
    `WantedBy=${scope === "system" ? "multi-user.target" : "default.target"}`,
    "",
  ];
  return lines.join("\n");
}

/** A new program that cannot be started cannot put itself back. Nothing is done, and nothing said, unless an upgrade is open. */
function settleWords(program: string): string[] {
  const { journal, previous } = programPaths(program);
  return ["/bin/sh", "-c", '[ ! -e "$1" ] || exec "$2" upgrade --settle', "sh", journal, previous];
}

function words(all: readonly string[]): string {
  return all.map((word) => quoted(word.replaceAll("$", "$$$$"))).join(" ");
}

const RUNNING = [
  "Restart=on-failure",
  "RestartSec=30",
  "# 2: the configuration is wrong; 4: a person has to decide. Another try changes neither.",
  "RestartPreventExitStatus=2 4",
  "# SIGTERM lets it finish or undo the step that it is at.",
  "KillMode=mixed",
  "TimeoutStopSec=120",
  "# Nothing that is written is for other accounts, and a dump would hold passwords.",
  "UMask=0077",
  "LimitCORE=0",
];

function systemRights(service: ServiceSpec): string[] {
  const { account, data, writable } = service;
  return [
    ...(account === null ? [] : [`User=${account}`, `Group=${account}`]),
    ...(data.startsWith(STATE_ROOT)
      ? [`StateDirectory=${quoted(data.slice(STATE_ROOT.length))}`, "StateDirectoryMode=0700"]
      : [`ReadWritePaths=${quoted(data)}`]),
    ...writable.map((path) => `ReadWritePaths=-${quoted(path)}`),
    ...SYSTEM_RIGHTS,
  ];
}

/** What only the manager of the whole host can take away, or give. */
const SYSTEM_RIGHTS = [
  "# The one right beyond a plain account's: to listen at port 80.",
  "AmbientCapabilities=CAP_NET_BIND_SERVICE",
  "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
  "# The whole file system can be read as far as the account may, and written nowhere else than above.",
  "ProtectSystem=strict",
  "ProtectHome=yes",
  "PrivateTmp=yes",
  "PrivateDevices=yes",
  "DevicePolicy=closed",
  "ProtectProc=invisible",
  "ProtectClock=yes",
  "ProtectHostname=yes",
  "ProtectKernelLogs=yes",
  "ProtectKernelModules=yes",
  "ProtectKernelTunables=yes",
  "ProtectControlGroups=yes",
  "RemoveIPC=yes",
  "# Not set, for a reason: PrivateUsers (port 80 would be out of reach), ProcSubset=pid (the id of this boot is read in /proc/sys).",
];

/** What any manager can take away. */
const RIGHTS = [
  "NoNewPrivileges=yes",
  "KeyringMode=private",
  "LockPersonality=yes",
  "RestrictNamespaces=yes",
  "RestrictRealtime=yes",
  "RestrictSUIDSGID=yes",
  "# UNIX and NETLINK: how names are looked up.",
  "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK",
  "SystemCallArchitectures=native",
  "# A refused call fails, as under an older kernel, and does not end the service.",
  "SystemCallFilter=@system-service",
  "SystemCallFilter=~@privileged @resources",
  "SystemCallErrorNumber=EPERM",
  "# MemoryDenyWriteExecute stays off: the program's runtime compiles while it runs, which takes memory that is written and then executed.",
];

/** One word as systemd reads it: `%` would begin a specifier, a blank would divide it. */
function quoted(word: string): string {
  const text = word.replaceAll("%", "%%");
  return /[\s"'\\;]/.test(text) ? `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"` : text;
}
