import { EventReader } from "./load/event-reader.ts";
import { Fanout } from "./load/fanout.ts";
import type { LoadArgument, LoadFigures } from "./load/load-process.ts";
import { OpenLoop } from "./load/open-loop.ts";
import { quantilesOf } from "./load/quantiles.ts";
import { scriptArgument } from "./measure/run-process.ts";

/**
 * Everybody who asks the service, in a process of their own: readers of events, readers that never read, and requests at a fixed
 * rate. Says `ready`; takes an address in one line and begins; after an empty line it ends the requests, after another one the
 * readers too. Tells its figures after each, in one line of JSON.
 */
const { readers, silent, ...loop } = scriptArgument<LoadArgument>();
const fanout = new Fanout();
const reading = Array.from({ length: readers }, () => new EventReader(fanout));
const silence = Array.from({ length: silent }, () => new EventReader(fanout));
const requests = new OpenLoop(loop);

async function begin(line: string): Promise<void> {
  const { hostname, port } = new URL(`http://${line}`);
  const address = { hostname, port: Number(port) };
  await Promise.all([
    ...reading.map((reader) => reader.open(address, false)),
    ...silence.map((reader) => reader.open(address, true)),
  ]);
  await requests.start(address);
}

const lines = console[Symbol.asyncIterator]();
async function nextLine(): Promise<string> {
  return (await lines.next()).value ?? "";
}

console.log("ready");
await begin(await nextLine());
await nextLine();
const asked = await requests.stop();
const tell = () => {
  const figures: LoadFigures = {
    requests: asked,
    readers: reading.map((reader) => reader.figures),
    fanout: quantilesOf(fanout.spreads()),
  };
  console.log(JSON.stringify(figures));
};
tell();
await nextLine();
tell();
for (const reader of [...reading, ...silence]) reader.close();
process.exit(0);
