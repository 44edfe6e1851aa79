import type { ServiceSpec } from "../../../domain/ports/service-manager.ts";
import { runWords } from "../run-words.ts";

/** Seconds between two tries: launchd knows no exit code that forbids another, so it must not try often. */
const THROTTLE_SECONDS = 60;
/** Seconds that it may take to finish or undo the step it is at. */
const STOP_SECONDS = 120;

type Value = string | number | boolean | readonly string[] | { readonly [key: string]: Value };

/** `tidemark.acme`. */
export function launchdLabel(instance: string): string {
  return `tidemark.${instance}`;
}

/** The property list of one instance. */
export function launchdPlist(service: ServiceSpec): string {
  const job = {
    Label: launchdLabel(service.instance),
    ProgramArguments: [service.program, ...runWords(service)],
    ...(service.account === null ? {} : { UserName: service.account, GroupName: service.account }),
    WorkingDirectory: service.data,
    RunAtLoad: true,
    // Again after a failure or a crash, and not after an end that was asked for.
    KeepAlive: { SuccessfulExit: false },
    ThrottleInterval: THROTTLE_SECONDS,
    ExitTimeOut: STOP_SECONDS,
    // 0077 as launchd wants it, a number of base ten. And no core: it would hold passwords.
    Umask: 0o077,
    SoftResourceLimits: { Core: 0 },
    HardResourceLimits: { Core: 0 },
    // A background job is slowed down as far as sleeping; this one is asked things.
    ProcessType: "Standard",
    StandardOutPath: "/dev/null",
    StandardErrorPath: service.log === null ? "/dev/null" : errorLog(service.log),
  };
  return `${HEAD}${element(job, "")}\n</plist>\n`;
}

/**
 * Turns over what the runtime itself says at a start that fails or at a crash (newsyslog.conf(5)). The service's own log
 * is not for newsyslog: it renames a file that launchd holds open, and what is written then goes into the compressed one's
 * grave. So the program turns that over itself.
 */
export function newsyslogLine(log: string, account: string): string {
  return [
    "# logfilename [owner:group] mode count size(KB) when flags",
    `${errorLog(log)} ${account}:${account} 600 3 1024 * NZ`,
    "",
  ].join("\n");
}

/** Beside the log, what the program could not write into it. */
export function errorLog(log: string): string {
  return `${log}.errors`;
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
`;

function element(value: Value, indent: string): string {
  if (typeof value === "boolean") return `${indent}<${value}/>`;
  if (typeof value === "number") return `${indent}<integer>${value}</integer>`;
  if (typeof value === "string") return `${indent}<string>${text(value)}</string>`;
  const inner = `${indent}  `;
  if (isList(value))
    return [`${indent}<array>`, ...value.map((each) => element(each, inner)), `${indent}</array>`].join("\n");
  const pairs = Object.entries(value).flatMap(([key, each]) => [
    `${inner}<key>${text(key)}</key>`,
    element(each, inner),
  ]);
  return [`${indent}<dict>`, ...pairs, `${indent}</dict>`].join("\n");
}

function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

function text(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
