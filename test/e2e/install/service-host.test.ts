import { expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Installation } from "../../support/installation.ts";
import { programEnvironment, programWords } from "../../support/program.ts";
import { SimulatorProcess } from "../../support/simulator-process.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";
import { describeWithTool } from "../../support/tools.ts";

const SOURCE = resolve(import.meta.dir, "../../../src/app/installation/windows/service-host.cs");
const REFERENCE = "System.ServiceProcess.dll";

/** The host without the Windows service manager: it ends when its own input does. */
class ServiceHost implements AsyncDisposable {
  readonly #child;
  readonly errors: string;

  constructor(place: string, program: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
    const host = join(place, "host.exe");
    const compiler = ["mcs", "-langversion:5", "-warnaserror+", `-out:${host}`, `-r:${REFERENCE}`, SOURCE];
    if (!existsSync(host)) expect(Bun.spawnSync(compiler).stderr.toString()).toBe("");
    this.errors = join(place, "errors.log");
    const words = ["mono", host, "--console", "acme", this.errors, ...program];
    this.#child = Bun.spawn(words, { stdin: "pipe", env: programEnvironment(env), stderr: "inherit" });
  }

  get said(): string {
    return existsSync(this.errors) ? readFileSync(this.errors, "utf8") : "";
  }

  async until(pattern: RegExp, text: () => string = () => this.said): Promise<void> {
    for (const end = performance.now() + 30_000; !pattern.test(text()); ) {
      if (performance.now() > end) throw new Error(`waited in vain for ${pattern}; there is:\n${text()}`);
      await Bun.sleep(20);
    }
  }

  /** Ends its input, as the service manager's stop does. @returns its exit code */
  async stop(): Promise<number> {
    await this.#child.stdin.end();
    return await this.#child.exited;
  }

  get ended(): Promise<number> {
    return this.#child.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.exited;
  }
}

describeWithTool(["mcs", "mono"], "the Windows service host", () => {
  test("runs the real program, starts it again when it is killed, and ends it cleanly", async () => {
    using place = new TemporaryDirectory();
    await using simulator = await SimulatorProcess.start({ records: 60 });
    using mirror = new Installation({ moneyworks: simulator.url });
    const log = join(place.path, "logs", "tidemark.log");
    const program = programWords(["run", "--log-file", log, "--until-input-ends"]);
    await using host = new ServiceHost(place.path, program, mirror.env);
    const written = () => (existsSync(log) ? readFileSync(log, "utf8") : "");
    await host.until(/"full ok"/, written);
    const holder = Bun.spawnSync(["pgrep", "-f", log]).stdout.toString().trim().split("\n").map(Number);
    const children = holder.filter((pid) => !readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith("mono"));
    expect(children).toHaveLength(1);
    process.kill(children[0] ?? 0, "SIGKILL");
    await host.until(/ended with exit code 137/);
    await host.until(/service started[\s\S]*service started/, written);
    expect(await host.stop()).toBe(0);
    expect(written()).toMatch(/"service stopped"\}\n$/);
  }, 60_000);

  test.each([
    [2, 1],
    [4, 1],
    [0, 1],
    [1, 2],
  ])("after exit code %i there are %i starts", async (code, starts) => {
    using place = new TemporaryDirectory();
    const script = join(place.path, "program.sh");
    // The second time it stays until it is told to end.
    writeFileSync(
      script,
      `if [ -e "$0.once" ]; then cat; exit 0; fi\n: >"$0.once"; echo 'say "a b\\"' >&2; exit ${code}\n`,
    );
    await using host = new ServiceHost(place.path, ["sh", script, "a b", 'c"d\\']);
    await host.until(new RegExp(`ended with exit code ${code}`));
    if (starts === 2) {
      await Bun.sleep(1500);
      expect(await host.stop()).toBe(0);
    } else expect(await host.ended).toBe(code);
    expect(host.said).toContain('say "a b');
  });
});
