import { memoryOf } from "../measure/process-figures.ts";

/** What came of more events than a first read makes, told to all readers. */
export interface Crowd {
  readonly events: number;
  readonly seconds: number;
  /** Readers before and after: those that never read are let go. */
  readonly readersBefore: number;
  readonly readersAfter: number;
  /** Bytes the service holds at most. */
  readonly peak: number;
}

export interface CrowdOptions {
  readonly address: string;
  readonly pid: number;
  /** Events are made until each reader got so many bytes. */
  readonly bytes: number;
}

/** Told by `/sync/pause`: each makes one event with the whole status. */
export async function crowdTheService({ address, pid, bytes }: CrowdOptions): Promise<Crowd> {
  const readersBefore = await readersOf(address);
  const status = await fetch(`http://${address}/status`, { headers: { accept: "application/json" }, keepalive: false });
  const events = Math.ceil(bytes / (await status.text()).length);
  const started = performance.now();
  for (let made = 0; made < events; made++) await post(`http://${address}/sync/pause`);
  const seconds = (performance.now() - started) / 1000;
  const readersAfter = await readersOf(address);
  const { peak } = memoryOf(pid);
  return { events, seconds, readersBefore, readersAfter, peak };
}

async function post(url: string): Promise<void> {
  const answer = await fetch(url, { method: "POST", keepalive: false });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
}

async function readersOf(address: string): Promise<number> {
  const metrics = await (await fetch(`http://${address}/metrics`, { keepalive: false })).text();
  return Number(/^tidemark_event_readers (\d+)$/m.exec(metrics)?.[1] ?? Number.NaN);
}
