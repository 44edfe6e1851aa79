import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { patiently } from "./patiently.ts";

export interface Done {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const PACKAGES = ["systemd", "systemd-sysv", "dbus", "openssl", "ca-certificates", "curl", "openssh-client", "git"];
const MIRROR = "http://deb.debian.org/debian";

/** A fresh Debian with nothing of ours, made once and kept. @throws with what debootstrap said */
export function debianRoot(cache: string): string {
  const root = join(cache, "bookworm");
  if (existsSync(join(root, "complete"))) return root;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const words = ["debootstrap", "--variant=minbase", `--include=${PACKAGES.join(",")}`, "bookworm", root, MIRROR];
  const { success, stdout } = Bun.spawnSync(words, { stderr: "inherit" });
  if (!success) throw new Error(`debootstrap: ${stdout.toString().split("\n").slice(-5).join("\n")}`);
  Bun.spawnSync(["touch", join(root, "complete")]);
  return root;
}

/**
 * A machine of its own, booted: systemd as its first process, its own processes, files, users and network, in which there is nothing
 * but loopback. systemd-nspawn, not registered anywhere; it ends with `stop`.
 */
export class Machine implements AsyncDisposable {
  readonly root: string;
  readonly #nspawn;
  #leader = 0;

  private constructor(root: string) {
    this.root = root;
    const words = ["systemd-nspawn", "--quiet", "--directory", root, "--boot", "--register=no", "--keep-unit"];
    this.#nspawn = Bun.spawn([...words, "--private-network", "--machine=tidemark-host"], {
      stdin: "ignore",
      stdout: Bun.file(`${root}.console`),
      stderr: Bun.file(`${root}.errors`),
    });
  }

  /** @param root is copied, and the copy goes with the machine */
  static async boot(root: string, work: string): Promise<Machine> {
    const copy = join(work, "machine");
    const { success } = Bun.spawnSync(["cp", "-a", root, copy]);
    if (!success) throw new Error(`${root} cannot be copied to ${copy}`);
    const machine = new Machine(copy);
    await patiently("the machine is up", 60_000, () => machine.#isUp());
    return machine;
  }

  #isUp(): boolean {
    if (this.#nspawn.exitCode !== null)
      throw new Error("systemd-nspawn ended; its words are beside the machine's root");
    const { stdout } = Bun.spawnSync(["pgrep", "-P", String(this.#nspawn.pid)]);
    this.#leader = Number(stdout.toString().trim().split("\n")[0] ?? 0);
    if (this.#leader === 0) return false;
    return ["running", "degraded"].includes(this.run("systemctl", "is-system-running").out.trim());
  }

  /** Runs a program in it to its end, as root. */
  run(...words: readonly string[]): Done {
    const enter = ["nsenter", "--target", String(this.#leader), "--all", "--root", "--wdns=/"];
    const env = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/" };
    const { exitCode, stdout, stderr } = Bun.spawnSync([...enter, ...words], { env, stdin: "ignore", stderr: "pipe" });
    return { code: exitCode, out: stdout.toString(), err: stderr.toString() };
  }

  /** The same, and it has to go through. @throws with everything that it wrote */
  must(...words: readonly string[]): string {
    const { code, out, err } = this.run(...words);
    if (code === 0) return out;
    throw new Error(`${words.join(" ")}: exit ${code}\n${out}${err}`);
  }

  /** Every file that lasts, without what any machine writes by itself while it runs. */
  files(): readonly string[] {
    const passing = ["/proc", "/sys", "/run", "/dev", "/tmp", "/media", "/var/log", "/var/tmp", "/var/lib/systemd"];
    const prune = passing.flatMap((path, at) => [...(at === 0 ? [] : ["-o"]), "-path", path]);
    return this.must("find", "/", "(", ...prune, ")", "-prune", "-o", "-print")
      .trimEnd()
      .split("\n")
      .sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // SIGRTMIN+4 to the first process turns the machine off; nspawn passes SIGTERM on as that.
    this.#nspawn.kill("SIGTERM");
    const timer = setTimeout(() => this.#nspawn.kill("SIGKILL"), 20_000);
    await this.#nspawn.exited;
    clearTimeout(timer);
    rmSync(this.root, { recursive: true, force: true });
  }
}
