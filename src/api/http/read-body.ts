import { fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";

/**
 * A body, of which no more is kept than may be. null: the sender went away before all of it was here.
 * @throws api.too-large
 */
export async function readBody({ body }: Request, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size > most) throw fail("api.too-large", { most });
      chunks.push(chunk);
    }
  } catch (reason) {
    if (reason instanceof TidemarkError) throw reason;
    return null;
  }
  return new Uint8Array(Bun.concatArrayBuffers(chunks));
}
