import { Installation } from "../../support/installation.ts";
import type { Program } from "../../support/program.ts";
import { descriptorsOf, memoryOf, type ProcessTime, since, timeOf } from "../measure/process-figures.ts";
import { type Crowd, crowdTheService } from "./crowd.ts";
import { type LoadArgument, type LoadFigures, LoadProcess } from "./load-process.ts";

/** One first read by a service of its own. */
export interface Backfill {
  /** As the run itself took them. */
  readonly seconds: number;
  readonly records: number;
  readonly time: ProcessTime;
  /** Bytes. */
  readonly peak: number;
  /** After it, and when everybody who asked is gone. */
  readonly descriptors: number;
  /** Until the first read was over. */
  readonly load: LoadFigures | null;
  readonly crowd: Crowd | null;
  /** The same with what came after it. */
  readonly whole: LoadFigures | null;
}

export interface BackfillOptions {
  readonly moneyworks: string;
  readonly binary: string;
  /** null: nobody asks. */
  readonly load: LoadArgument | null;
  /** Afterwards so many bytes of events for each reader; 0: none. */
  readonly crowdBytes: number;
}

/** A connection that was let go is closed within some seconds; so long is waited for it. */
const SETTLE_MS = 15_000;

export async function backfill({ moneyworks, binary, load: asked, crowdBytes }: BackfillOptions): Promise<Backfill> {
  using place = new Installation({
    moneyworks,
    program: binary,
    env: { TIDEMARK_API_LISTEN: "127.0.0.1:0", TIDEMARK_LOG_FORMAT: "json" },
  });
  using load = asked === null ? null : await LoadProcess.start(asked);
  await using service = place.start(["run"]);
  const { address } = JSON.parse(await service.errorLine(/"listening"/));
  load?.begin(address);
  const before = timeOf(service.pid);
  const end = JSON.parse(await service.errorLine(/"full \w+"/));
  if (end.message !== "full ok") throw new Error(`the first read ended otherwise: ${JSON.stringify(end)}`);
  const time = since(before, timeOf(service.pid));
  const { peak } = memoryOf(service.pid);
  const figures = (await load?.endRequests()) ?? null;
  const crowd = crowdBytes === 0 ? null : await crowdTheService({ address, pid: service.pid, bytes: crowdBytes });
  const whole = (await load?.end()) ?? null;
  const descriptors = await settled(service.pid);
  await stop(service);
  return { seconds: end.ms / 1000, records: end.read, time, peak, descriptors, load: figures, crowd, whole };
}

/** Open descriptors once they are no fewer than a second before. */
async function settled(pid: number): Promise<number> {
  const end = performance.now() + SETTLE_MS;
  let fewest = descriptorsOf(pid);
  let since = performance.now();
  while (performance.now() < end && performance.now() - since < SETTLE_MS / 2) {
    await Bun.sleep(100);
    const now = descriptorsOf(pid);
    if (now < fewest) [fewest, since] = [now, performance.now()];
  }
  return descriptorsOf(pid);
}

async function stop(service: Program): Promise<void> {
  service.kill("SIGTERM");
  const { code, err } = await service.finished;
  if (code !== 0) throw new Error(`the service ended with ${code}: ${err.slice(-2000)}`);
}
