import { Installation } from "./installation.ts";
import type { Program } from "./program.ts";
import { SimulatorProcess, type SimulatorProcessOptions } from "./simulator-process.ts";

export interface RunningServiceOptions extends SimulatorProcessOptions {
  /** Further variables of the service. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called before the service begins: its first read meets it. */
  readonly prepare?: (simulator: SimulatorProcess) => Promise<void>;
}

/** `tidemark run` on a simulator, each a process of its own, with a bare repository as the remote. */
export interface RunningService extends AsyncDisposable {
  readonly simulator: SimulatorProcess;
  readonly place: Installation;
  readonly program: Program;
  /** `http://127.0.0.1:8010`. */
  readonly url: string;
}

export async function startService({ env, prepare, ...options }: RunningServiceOptions = {}): Promise<RunningService> {
  const simulator = await SimulatorProcess.start(options);
  await prepare?.(simulator);
  const place = new Installation({
    moneyworks: simulator.url,
    env: { TIDEMARK_API_LISTEN: "127.0.0.1:0", TIDEMARK_LOG_FORMAT: "json", TIDEMARK_POLL: "1s", ...env },
  });
  const program = place.start(["run"]);
  const { address } = JSON.parse(await program.errorLine(/"listening"/));
  return {
    simulator,
    place,
    program,
    url: `http://${address}`,
    [Symbol.asyncDispose]: async () => {
      await program[Symbol.asyncDispose]();
      await simulator[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
}
