import type { Machine } from "./machine.ts";
import { patiently } from "./patiently.ts";
import { BROKEN, LATER, type Releases } from "./releases.ts";

/** What a step works with, and what earlier ones leave for it. */
export interface Scene {
  readonly machine: Machine;
  readonly releases: Releases;
  /** Every file before anything was installed. */
  before: readonly string[];
  accounts: string;
  /** When the installation began, ms. */
  began: number;
}

export interface Step {
  readonly name: string;
  /** Returns what is worth telling. @throws when it is not as it should be */
  readonly run: (scene: Scene) => Promise<string> | string;
}

const UNIT = "tidemark@acme.service";
const CONFIG = "/etc/tidemark/acme.toml";
const DATA = "/var/lib/tidemark/acme";
const REMOTE = "/srv/git/acme.git";
const LONGEST_TO_POLL_S = 60;
/** `systemd-analyze security` counts from 0, nothing is left to take away, to 10. */
const MOST_EXPOSED = 3;

/** From a fresh machine to a fresh machine. */
export const STEPS: readonly Step[] = [
  { name: "a tampered release is refused and changes nothing", run: tampered },
  { name: "install from a directory", run: install },
  { name: "not started while its configuration is not filled in", run: notStarted },
  { name: "tidemark init fills it in and starts it: status on port 80", run: start },
  { name: "first successful poll", run: firstPoll },
  { name: "curl localhost/sync/full?check=true", run: check },
  { name: "tidemark doctor beside it", run: doctor },
  { name: "exposure of the unit", run: exposure },
  { name: "its own account, one right, no core file", run: rights },
  { name: "killed: systemd starts it again", run: killed },
  { name: "commands by root leave nothing of root's", run: rootSync },
  { name: "installed again: the same", run: again },
  { name: "upgrade", run: upgrade },
  { name: "a broken upgrade goes back by itself", run: brokenUpgrade },
  { name: "uninstall leaves nothing", run: uninstall },
];

function tampered({ machine, releases }: Scene): string {
  machine.must("cp", "-a", "/media/first", "/media/tampered");
  const program = `/media/tampered/tidemark-${releases.version}-linux-x64`;
  machine.must("sh", "-c", `printf x | dd of=${program} bs=1 seek=5000 conv=notrunc status=none`);
  const { code, err } = machine.run("sh", "/media/tampered/install.sh");
  if (code !== 1 || !err.includes("checksum differs")) throw new Error(`exit ${code}: ${err}`);
  if (machine.run("test", "-e", "/usr/local/bin/tidemark").code === 0) throw new Error("it was installed");
  return firstLine(err);
}

function install(scene: Scene): string {
  scene.began = performance.now();
  return firstLine(scene.machine.must("sh", "/media/first/install.sh", "--instance", "acme"));
}

function notStarted({ machine }: Scene): string {
  const [state] = JSON.parse(machine.run("tidemark", "service", "status", "--json").out);
  if (state.running || !state.enabled) throw new Error(JSON.stringify(state));
  const { err } = machine.run("tidemark", "service", "start");
  if (!err.includes("(config.missing)")) throw new Error(err);
  const mode = machine.must("stat", "-c", "%U %a", CONFIG, DATA).trim().replace("\n", ", ");
  if (mode !== "tidemark 600, tidemark 700") throw new Error(mode);
  return `${state.says}; ${mode}`;
}

async function start({ machine }: Scene): Promise<string> {
  const url = "http://robot:sandbank@localhost:6710/REST/Acme.moneyworks";
  machine.must("sh", "-c", `umask 077; echo '${url}' > /tmp/url`);
  const given = ["--moneyworks-url-file", "/tmp/url", "--remote-url", `${REMOTE}#main`];
  // Where root makes its files private, the service has to get at its remote all the same.
  const init = ["tidemark", "init", "--yes", "--instance", "acme", ...given, "--then", "service"];
  machine.must("sh", "-c", 'umask 077; exec "$@"', "sh", ...init);
  machine.must("rm", "/tmp/url");
  await patiently("it answers", 20_000, () => machine.run("curl", "-sf", "localhost/status").code === 0);
  const mode = machine.must("stat", "-c", "%U %a", CONFIG).trim();
  if (mode !== "tidemark 600") throw new Error(mode);
  return firstLine(machine.must("curl", "-s", "localhost/healthz"));
}

async function firstPoll({ machine, began }: Scene): Promise<string> {
  // 200 once it went through; 409 while the first read flies.
  const asked = () => machine.run("curl", "-sf", "localhost/sync/poll").code === 0;
  await patiently("a poll went through", LONGEST_TO_POLL_S * 1000, asked);
  const seconds = (performance.now() - began) / 1000;
  if (seconds >= LONGEST_TO_POLL_S) throw new Error(`${seconds.toFixed(1)} s after the installation began`);
  return `${seconds.toFixed(1)} s after the installation began`;
}

function check({ machine }: Scene): string {
  const words = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "localhost/sync/full?check=true"];
  const code = machine.must(...words);
  if (code !== "200") throw new Error(`HTTP ${code}`);
  return "200: main is what MoneyWorks holds";
}

/** From a directory of no meaning: the only installed instance is the one that is meant. */
function doctor({ machine }: Scene): string {
  const findings = machine
    .must("tidemark", "doctor", "--json")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const state = (name: string) => findings.find(({ check }) => check === name)?.state;
  const kept = [state("service manager"), state("address"), state("service"), state("data directory")];
  if (kept.some((each) => each !== "ok")) throw new Error(JSON.stringify(findings, null, 1));
  const doubts = findings.filter((finding) => finding.state === "warn").map(({ check }) => check);
  return `${findings.length - 1} checks, nothing failed; warnings: ${doubts.join(", ") || "none"}`;
}

function exposure({ machine }: Scene): string {
  const line = /Overall exposure level.*?: ([\d.]+)/.exec(
    machine.run("systemd-analyze", "security", UNIT, "--no-pager").out,
  );
  const score = Number(line?.[1] ?? Number.NaN);
  if (!(score < MOST_EXPOSED)) throw new Error(`${score}`);
  return `${score} of 10`;
}

function rights({ machine }: Scene): string {
  const pid = machine.must("systemctl", "show", "-P", "MainPID", UNIT).trim();
  const status = machine.must("cat", `/proc/${pid}/status`);
  const account = machine.must("id", "-un", /^Uid:\s+(\d+)/m.exec(status)?.[1] ?? "").trim();
  const capabilities = /^CapPrm:\s+0*([0-9a-f]+)/m.exec(status)?.[1];
  // Bit 10: CAP_NET_BIND_SERVICE.
  if (account !== "tidemark" || capabilities !== "400") throw new Error(`${account}, capabilities ${capabilities}`);
  const core = /^Max core file size\s+(\d+)/m.exec(machine.must("cat", `/proc/${pid}/limits`))?.[1];
  if (core !== "0") throw new Error(`core files of ${core} bytes`);
  return `${account}, CAP_NET_BIND_SERVICE`;
}

async function killed({ machine }: Scene): Promise<string> {
  machine.must("systemctl", "kill", "--signal=KILL", "--kill-who=main", UNIT);
  const began = performance.now();
  await patiently("it answers again", 60_000, () => machine.run("curl", "-sf", "localhost/readyz").code === 0);
  return `after ${((performance.now() - began) / 1000).toFixed(0)} s`;
}

function rootSync({ machine }: Scene): string {
  machine.must("tidemark", "service", "stop");
  // From a directory of no meaning: the only installed instance is the one that is meant.
  for (const command of ["sync", "status", "log", "doctor", "verify"]) machine.run("tidemark", command);
  machine.must("tidemark", "sync");
  const foreign = machine.must("find", DATA, REMOTE, "!", "-user", "tidemark").trim();
  if (foreign !== "") throw new Error(`of another account: ${foreign}`);
  machine.must("tidemark", "service", "start");
  return "all of it belongs to tidemark";
}

function again({ machine }: Scene): string {
  const out = machine.must("sh", "/media/first/install.sh", "--instance", "acme");
  if (!out.includes("is this one already")) throw new Error(out);
  machine.must("curl", "-sf", "--retry", "5", "--retry-connrefused", "localhost/healthz");
  return "is this one already";
}

function upgrade({ machine }: Scene): string {
  machine.must("tidemark", "upgrade", "/media/later");
  return running(machine, LATER);
}

function brokenUpgrade({ machine }: Scene): string {
  const { code, err } = machine.run("tidemark", "upgrade", "/media/broken", "--key", "/media/release.pub");
  if (code === 0) throw new Error(`${BROKEN} was taken for a sound one`);
  return `${running(machine, LATER)}; ${firstLine(err.slice(err.indexOf("tidemark:")))}`;
}

/** @throws unless this version is installed and answers */
function running(machine: Machine, version: string): string {
  const installed = JSON.parse(machine.must("tidemark", "version", "--json")).version;
  const status = machine.must("curl", "-sf", "--retry", "10", "--retry-connrefused", "localhost/status");
  if (installed !== version || !status.includes(version)) throw new Error(`installed ${installed}; ${status}`);
  return `${version} runs`;
}

function uninstall({ machine, before, accounts }: Scene): string {
  machine.must("sh", "/media/first/install.sh", "--uninstall", "--purge", "--yes");
  machine.must("rm", "-rf", "/srv/git");
  const after = new Set(machine.files());
  const known = new Set(before);
  const left = [...after].filter((path) => !known.has(path));
  const gone = before.filter((path) => !after.has(path));
  if (left.length + gone.length > 0) throw new Error(`left: ${left.join(" ")}; gone: ${gone.join(" ")}`);
  if (accountsOf(machine) !== accounts) throw new Error("the accounts are others than before");
  if (machine.run("systemctl", "cat", UNIT).code === 0) throw new Error(`${UNIT} is still known`);
  return `${after.size} files, as before; the remote of this host is the owner's to remove`;
}

export function accountsOf(machine: Machine): string {
  return machine.must("cat", "/etc/passwd", "/etc/group");
}

function firstLine(text: string): string {
  return (text.trim().split("\n")[0] ?? "").slice(0, 100);
}
