import { fail } from "../domain/errors/tidemark-error.ts";
import type { Host } from "../domain/ports/host.ts";
import { createClock } from "../platform/clock.ts";
import { generateCompany } from "../simulator/company/generate.ts";
import { FEWEST_RECORDS } from "../simulator/company/plan.ts";
import { createSimulator, type Simulator, type SimulatorAddress } from "../simulator/simulator.ts";
import { loadSnapshot, readText } from "./simulator-files.ts";
import { untilStopped } from "./stop-signal.ts";

export interface SimulateRequest {
  readonly port: number;
  readonly hostname: string;
  readonly records: number;
  readonly seed: number;
  readonly document: string;
  /** Empty: an unprotected document. */
  readonly user: string;
  readonly password: string;
  readonly zone: string;
  /** Instant at which the server's clock starts, ms; undefined: now. */
  readonly startTime?: number | undefined;
  /** The server's clock stands still. */
  readonly frozen: boolean;
  /** A snapshot file instead of a generated company. */
  readonly snapshotFile?: string | undefined;
  /** Files with the PEM texts of a TLS key and certificate. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
}

export interface Simulated {
  readonly simulator: Simulator;
  readonly address: SimulatorAddress;
  /** The URL that a client is given, credentials included. */
  readonly url: string;
}

/** Starts a simulated Datacentre. @throws simulator.* */
export async function startSimulator(request: SimulateRequest): Promise<Simulated> {
  const { user, password, snapshotFile } = request;
  const content = snapshotFile === undefined ? { data: company(request) } : loadSnapshot(snapshotFile);
  const tls =
    request.tls === undefined ? {} : { tls: { key: readText(request.tls.key), cert: readText(request.tls.cert) } };
  const simulator = createSimulator({
    ...content,
    ...tls,
    clock: createClock(),
    port: request.port,
    hostname: request.hostname,
    document: request.document,
    users: user === "" ? [] : [{ user, password }],
    zone: request.zone,
    controlApi: true,
    ...(request.startTime === undefined ? {} : { startTime: request.startTime }),
  });
  if (request.frozen) simulator.controls.clock.freeze(true);
  const address = await simulator.start();
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
  return { simulator, address, url: address.documentUrl.replace("://", `://${login}`) };
}

/** `tidemark simulate`: serves until it is stopped. */
export async function serveSimulator(
  host: Host,
  request: SimulateRequest,
  onReady: (simulated: Simulated) => void,
): Promise<number> {
  const simulated = await startSimulator(request);
  onReady(simulated);
  await untilStopped(
    host,
    (signal) => new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve())),
  );
  await simulated.simulator.stop();
  return 0;
}

function company({ seed, records }: SimulateRequest) {
  if (records < FEWEST_RECORDS) {
    throw fail("usage.bad-value", {
      option: "records",
      value: records,
      expected: `a number of at least ${FEWEST_RECORDS}`,
    });
  }
  return generateCompany({ seed, records });
}
