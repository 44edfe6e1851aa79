import type { OutputBatch } from "../../../../anonymizer/model/batch.ts";
import type { SmallerPart } from "../sources/smaller.ts";
import type { Engines } from "./engines.ts";

export interface DonePart {
  readonly output: OutputBatch;
  readonly place: SmallerPart["place"];
}

/**
 * What becomes of each part, in the order of the parts, however many engines are at work. No more are read ahead than the engines can take:
 * a slow disk slows the source.
 */
export async function* anonymizeInOrder(parts: AsyncIterable<SmallerPart>, engines: Engines): AsyncGenerator<DonePart> {
  const flying: Flying[] = [];
  for await (const { batch, place } of parts) {
    const output = engines.anonymize(batch);
    // Whoever waits for an earlier part may leave with its error; this one is then nobody's.
    output.catch(() => {});
    flying.push({ place, output });
    if (flying.length >= engines.width) yield await first(flying);
  }
  while (flying.length > 0) yield await first(flying);
}

interface Flying {
  readonly place: SmallerPart["place"];
  readonly output: Promise<OutputBatch>;
}

async function first(flying: Flying[]): Promise<DonePart> {
  const [next] = flying.splice(0, 1);
  if (next === undefined) throw new RangeError("nothing is under way");
  return { place: next.place, output: await next.output };
}
