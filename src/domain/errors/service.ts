import type { ErrorSpec } from "./spec.ts";

/** Errors of installing Tidemark as a service of this host. */
export const SERVICE_ERRORS = {
  /** systemctl, launchctl or sc.exe refused, or the service ended right after its start. */
  "service.failed": {
    message: "{action} of the service {service} failed: {reason}",
    hint: "`tidemark service logs` shows what the service said, `tidemark service status` how it is. Nothing was removed.",
    exit: 1,
  },
  /** A service of the whole host is installed by an administrator. */
  "service.needs-administrator": {
    message: "tidemark service {action} changes the whole host, and this account may not.",
    hint: "Run {command}, or install for this account alone, with --user.",
    exit: 2,
  },
  "service.no-manager": {
    message: "This host has no service manager that Tidemark knows: {reason}.",
    hint: "Tidemark knows systemd, launchd and the Windows service manager. Elsewhere let yours run: tidemark run --config FILE. It logs to standard error, ends cleanly on SIGTERM, and is not to be started again after exit code 2 or 4.",
    exit: 2,
  },
  "service.bad-instance": {
    message: "'{instance}' is not a name for an instance.",
    hint: "Lower-case letters, digits, - and _, at most 32 of them, beginning and ending with a letter or digit: acme.",
    exit: 2,
  },
  "service.which-instance": {
    message: "Several instances are installed ({instances}), and the command names none.",
    hint: "Say which: --instance {first}",
    exit: 2,
  },
  "service.not-installed": {
    message: "No service of the instance '{instance}' is installed.",
    hint: "tidemark service install --instance {instance} installs it; `tidemark service status` lists what there is.",
    exit: 1,
  },
  /** The service runs in a directory of its own, where a path without a root would lead elsewhere. */
  "service.relative-path": {
    message: "{file} names {option} as {found}, which depends on where the program is started.",
    hint: 'Write the whole path there, for example {option} = "{example}".',
    exit: 2,
  },
  /** The account that the service is to run as could not be made, or its files could not be given to it. */
  "service.account-failed": {
    message: "The account {account} could not be prepared: {reason}",
    hint: "Make it by hand as a system account without a log-in, then run the same command again.",
    exit: 1,
  },
  /** Purging removes what was mirrored, so a person says so. */
  "service.not-confirmed": {
    message: "Nothing was removed: the purge was not confirmed.",
    hint: "Type the instance's name when asked, or add --yes where nobody can be asked.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;
